import { askProvider } from "../../aws/ask-provider.ts";
import {
  type AwsCredentials,
  type CredentialProvider,
  type CredentialRequest,
  named,
} from "../../aws/credentials.ts";
import { adviceOn } from "../../eks-auth/advice.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { ConfigurationError, CredentialsUnavailableError, type SourceReport } from "../../errors/errors.ts";
import { basePorts, missingPort } from "../../ports.ts";
import { bindToToken, boundTokenOf } from "../../tokens/token-binding.ts";

/** What to do if no source of a program is configured. */
const ADVICE = `In a pod, these variables are set when it starts: restart it after you create its association.
On a laptop, set them with: eval "$(aws configure export-credentials --format env)"`;

/**
 * Asks providers in order and returns the first credentials. Moves on only if a provider is not configured. If a provider
 * is configured and fails, the chain fails, so that a broken identity is never silently replaced by a broader one. Throws
 * `CREDENTIALS_UNAVAILABLE`, which lists each source and why it gave none, with the deciding error as its `cause`. Throws
 * `CONFIGURATION` at once if there is no provider.
 *
 * @example
 * import { chain, fromContainer, fromEnv, fromWebToken } from "podkey/node";
 *
 * const provider = chain(fromEnv(), fromWebToken(), fromContainer());
 */
export function chain(...providers: readonly CredentialProvider[]): CredentialProvider {
  return chainWithAdvice(providers, ADVICE);
}

/** Makes a chain whose error says what to do if none of its sources is configured. */
export function chainWithAdvice(
  providers: readonly CredentialProvider[],
  advice: string,
): CredentialProvider {
  if (providers.length === 0) {
    const message = "chain() has no provider to ask: pass at least one, for example chain(fromEnv())";
    throw new ConfigurationError({ setting: "providers", message });
  }
  const tokens = providers.flatMap((provider) => boundTokenOf(provider) ?? []);
  const provider = named("chain", (request) => firstConfigured(providers, request, advice));
  return bindToToken(provider, tokens.length > 0 ? tokens.join("\n") : undefined);
}

async function firstConfigured(
  providers: readonly CredentialProvider[],
  request: CredentialRequest | undefined,
  advice: string,
): Promise<AwsCredentials> {
  const reports: SourceReport[] = [];
  for (const [index, provider] of providers.entries()) {
    try {
      return await askProvider(provider, request);
    } catch (error) {
      if (isPodkeyError(error) && error.code === "ABORTED") throw error;
      const source = sourceOf(provider, index);
      const absent = absentSources(error, source);
      if (!absent) throw failure(error, reports, providers.map(sourceOf).slice(index));
      reports.push(...absent);
    }
  }
  const unread = missingPort("env", basePorts());
  throw new CredentialsUnavailableError({
    sources: reports,
    retryable: false,
    // Which variables to set is not the question if no source can read any.
    advice: reports.some(({ reason }) => reason !== unread) ? advice : undefined,
  });
}

function failure(
  cause: unknown,
  before: readonly SourceReport[],
  [failed = "", ...after]: readonly string[],
): CredentialsUnavailableError {
  return new CredentialsUnavailableError({
    sources: [
      ...before,
      { source: failed, outcome: "failed", reason: reasonOf(cause) },
      ...after.map((source): SourceReport => ({ source, outcome: "not tried", reason: "" })),
    ],
    retryable: isPodkeyError(cause) && cause.retryable,
    advice: adviceOnAgent(cause),
    cause,
  });
}

/**
 * Reports what is not configured, after which the chain may move on: a source, or all sources of a chain within the chain.
 * Returns `undefined` for another failure.
 */
function absentSources(error: unknown, source: string): readonly SourceReport[] | undefined {
  if (!isPodkeyError(error)) return undefined;
  if (error.code === "NOT_CONFIGURED") {
    // The report says already what is not configured.
    const reason = error.message.replace(`${error.source} is not configured: `, "");
    return [{ source, outcome: "not configured", reason }];
  }
  if (error.code !== "CREDENTIALS_UNAVAILABLE") return undefined;
  return error.sources.every(({ outcome }) => outcome === "not configured") ? error.sources : undefined;
}

/** An agent passes on the text of EKS Auth. An error of EKS Auth itself holds the advice. */
function adviceOnAgent(error: unknown): string | undefined {
  if (!isPodkeyError(error) || error.code !== "SERVICE" || error.service === "eks-auth") return undefined;
  return adviceOn(error.awsMessage);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "it threw a value that is not an Error";
}

function sourceOf(provider: CredentialProvider, index: number): string {
  return provider.name || `source ${index + 1}`;
}
