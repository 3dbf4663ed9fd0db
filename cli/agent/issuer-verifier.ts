import { createTokenVerifier, type TokenVerifier } from "../../src/agent/tokens/token-verifier.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";
import { ConfigurationError } from "../../src/errors/errors.ts";
import type { Ports } from "../../src/ports.ts";
import { errorFields } from "./event-log.ts";
import { fetchWithCa } from "./fetch-with-ca.ts";
import type { Log } from "./log.ts";

/** The flags that say how to reach the issuer of the cluster's tokens. */
export interface IssuerOptions {
  readonly jwksUrl?: string | undefined;
  /** A file with a bearer token, which is read for each request because Kubernetes rotates it. */
  readonly issuerTokenFile?: string | undefined;
  /** A file with CA certificates in PEM, which are trusted instead of the system's. */
  readonly issuerCaFile?: string | undefined;
  readonly allowHttpIssuer?: true | undefined;
}

interface Surroundings {
  readonly ports: Ports;
  readonly log: Log;
}

/** How often the same failure to fetch keys is logged, in milliseconds. */
const REPEAT_AFTER_MS = 300_000;

/**
 * Checks the flags, and returns the function that makes a verifier for an issuer. Rejects if a file cannot be read. The
 * function throws if a URL is neither https nor loopback.
 */
export async function issuerVerifiers(
  options: IssuerOptions & Surroundings,
): Promise<(issuer: string) => TokenVerifier> {
  const {
    jwksUrl: jwksUri,
    issuerTokenFile,
    issuerCaFile,
    allowHttpIssuer: allowKeysOverHttp,
    ports,
  } = options;
  const bearerToken = fileReader("--issuer-token-file", issuerTokenFile, ports);
  const readCa = fileReader("--issuer-ca-file", issuerCaFile, ports);
  await Promise.all([bearerToken?.(), readCa?.()]);
  const fetch = readCa ? fetchWithCa(readCa) : ports.fetch;
  return (issuer) => {
    const source = { issuer, jwksUri, bearerToken, allowKeysOverHttp };
    const onKeysFailure = logKeysFailures(issuer, options);
    try {
      return createTokenVerifier({ ...source, ports: { ...ports, fetch }, onKeysFailure });
    } catch (error) {
      throw isPodkeyError(error) ? nameFlags(error.message) : error;
    }
  };
}

function fileReader(
  flag: string,
  path: string | undefined,
  { readText }: Ports,
): (() => Promise<string>) | undefined {
  if (path === undefined) return undefined;
  return async () => {
    try {
      const text = (await readText(path))?.trim();
      if (text) return text;
    } catch {
      // The error of the runtime adds nothing: the message below says what to check.
    }
    const message = `the file ${path} of ${flag} cannot be read or is empty`;
    throw new ConfigurationError({ setting: flag, message });
  };
}

function logKeysFailures(issuer: string, { ports, log }: Surroundings): (error: unknown) => void {
  let last = { message: "", atMs: -Infinity };
  return (error) => {
    const fields = errorFields(error);
    const message = String(fields["error"]);
    if (message === last.message && ports.monotonic() - last.atMs < REPEAT_AFTER_MS) return;
    last = { message, atMs: ports.monotonic() };
    log("warn", "cannot fetch the signing keys of the cluster's tokens", { issuer, ...fields });
  };
}

/** Users of the command set flags, not options. */
function nameFlags(message: string): ConfigurationError {
  const named = message.replace("set allowKeysOverHttp", "pass --allow-http-issuer");
  return new ConfigurationError({ setting: "--token-issuer", message: named });
}
