import { askProvider } from "../../aws/ask-provider.ts";
import {
  type AwsCredentials,
  type CredentialProvider,
  type CredentialRequest,
  named,
} from "../../aws/credentials.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { CredentialsUnavailableError, type SourceReport } from "../../errors/errors.ts";
import { bindToToken, boundTokenOf } from "../../tokens/token-binding.ts";

/**
 * Asks providers in order and returns the first credentials. Moves on only if a provider is not configured. If a provider
 * is configured and fails, the chain fails, so that a broken identity is never silently replaced by a broader one. Throws
 * `CREDENTIALS_UNAVAILABLE`, which lists each source and why it gave none, with the deciding error as its `cause`.
 *
 * @example
 * const provider = chain(fromEnv({ ports }), fromWebToken({ client }), fromContainer({ ports }));
 */
export function chain(...providers: readonly CredentialProvider[]): CredentialProvider {
  const tokens = providers.flatMap((provider) => boundTokenOf(provider) ?? []);
  const provider = named("chain", (request) => firstConfigured(providers, request));
  return bindToToken(provider, tokens.length > 0 ? tokens.join("\n") : undefined);
}

async function firstConfigured(
  providers: readonly CredentialProvider[],
  request: CredentialRequest | undefined,
): Promise<AwsCredentials> {
  const reports: SourceReport[] = [];
  for (const [index, provider] of providers.entries()) {
    try {
      return await askProvider(provider, request);
    } catch (error) {
      if (isPodkeyError(error) && error.code === "ABORTED") throw error;
      const source = sourceOf(provider, index);
      if (!isNotConfigured(error)) throw failure(error, source, reports, providers);
      reports.push({ source, outcome: "not configured", reason: reasonOf(error) });
    }
  }
  throw new CredentialsUnavailableError({ sources: reports, retryable: false });
}

function failure(
  cause: unknown,
  source: string,
  before: readonly SourceReport[],
  providers: readonly CredentialProvider[],
): CredentialsUnavailableError {
  const after = providers.slice(before.length + 1).map((provider, index): SourceReport => {
    return { source: sourceOf(provider, before.length + 1 + index), outcome: "not tried", reason: "" };
  });
  return new CredentialsUnavailableError({
    sources: [...before, { source, outcome: "failed", reason: reasonOf(cause) }, ...after],
    retryable: isPodkeyError(cause) && cause.retryable,
    cause,
  });
}

/** Whether the chain may move on. A chain within the chain is not configured if none of its sources is. */
function isNotConfigured(error: unknown): boolean {
  if (!isPodkeyError(error)) return false;
  if (error.code !== "CREDENTIALS_UNAVAILABLE") return error.code === "NOT_CONFIGURED";
  return error.sources.every(({ outcome }) => outcome === "not configured");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "it threw a value that is not an Error";
}

function sourceOf(provider: CredentialProvider, index: number): string {
  return provider.name || `source ${index + 1}`;
}
