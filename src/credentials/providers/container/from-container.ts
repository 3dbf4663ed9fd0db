import { type AwsCredentials, type CredentialProvider, named } from "../../../aws/credentials.ts";
import { parseJsonObject } from "../../../aws/decode.ts";
import { positiveMs } from "../../../errors/settings.ts";
import { createRetryQuota, withRetries } from "../../../http/retry.ts";
import { sendToMetadata } from "../../../http/send-to-metadata.ts";
import { isHeaderValue } from "../../../lib/header-value.ts";
import { type BasePorts, basePorts, type Ports } from "../../../ports.ts";
import { bindToToken } from "../../../tokens/token-binding.ts";
import { findToken, type TokenOptions } from "../../../tokens/token-source.ts";
import { containerEndpoint } from "./endpoint.ts";
import { decodeContainerCredentials, toContainerError } from "./response.ts";

/**
 * Where the endpoint is, which token to send and how long to wait. The token defaults to the file in
 * `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE`, else `AWS_CONTAINER_AUTHORIZATION_TOKEN`, else none is sent.
 */
export interface FromContainerOptions extends TokenOptions {
  /** What the runtime supplies, for example `nodePorts()`. Default: web standards, without environment variables. */
  readonly ports?: Partial<Ports> | undefined;
  /** The endpoint's URL. Default: `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly uri?: string;
  /** The longest that one attempt may take, in milliseconds. Default: 5000, because the agent itself waits for EKS Auth. */
  readonly timeoutMs?: number;
  /** The longest that all attempts of one call may take, in milliseconds. Default: 15,000. */
  readonly deadlineMs?: number;
}

const TOKEN_VARIABLE = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };
const MAX_BODY_BYTES = 65_536;
const HINT =
  "on EKS, is the Pod Identity Agent running on this node, and is no network policy, firewall or proxy between?";

/**
 * Gets credentials from the endpoint that ECS or the EKS Pod Identity Agent offers to a container. Refused connections, 429
 * and 5xx are retried until the deadline; any other 4xx is final. Throws `NOT_CONFIGURED` without an endpoint,
 * `CONFIGURATION` for a URL that must not be trusted, `SERVICE` with the AWS code and request id, and `INVALID_TOKEN`,
 * `INVALID_RESPONSE`, `NETWORK` or `TIMEOUT`.
 *
 * @example
 * import { fromContainer } from "podkey/node";
 *
 * const provider = fromContainer();
 */
export function fromContainer(options: FromContainerOptions = {}): CredentialProvider {
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? 5000);
  const deadlineMs = positiveMs("deadlineMs", options.deadlineMs ?? 15_000);
  const ports = basePorts(options.ports);
  const quota = createRetryQuota();
  const provider = named("fromContainer", (request) => {
    const signal = request?.signal;
    const deadlineAtMs = ports.monotonic() + deadlineMs;
    const settings = { ports, quota, maxAttempts: Number.POSITIVE_INFINITY, signal, deadlineAtMs };
    return withRetries(() => {
      const remainingMs = Math.max(1, deadlineAtMs - ports.monotonic());
      return requestCredentials(options, ports, Math.min(timeoutMs, remainingMs), signal);
    }, settings);
  });
  return bindToToken(provider, options.token);
}

async function requestCredentials(
  options: FromContainerOptions,
  ports: BasePorts,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<AwsCredentials> {
  const url = containerEndpoint(options.uri, ports);
  const token = await authorizationToken(options, ports);
  const headers = { accept: "application/json", ...(token !== undefined && { authorization: token }) };
  const attempt = { ports, context: CONTEXT, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, signal, hint: HINT };
  const answer = await sendToMetadata({ method: "GET", url, headers }, attempt);
  const { status, body } = answer;
  const context = { ...CONTEXT, status, url };
  if (status === 200) return decodeContainerCredentials(parseJsonObject(body, context), context);
  throw toContainerError(answer, { context, nowMs: ports.now(), secrets: token ? [token] : [] });
}

/**
 * Reads the token, which the agent needs and ECS does not. It is sent as it is: some endpoints expect `Basic` or `Bearer` in
 * front of it.
 */
async function authorizationToken(
  options: FromContainerOptions,
  ports: BasePorts,
): Promise<string | undefined> {
  const { env } = ports;
  const isGiven = options.token !== undefined;
  const tokenFile =
    options.tokenFile ?? (isGiven ? undefined : env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"));
  const variable = isGiven || tokenFile ? undefined : env(TOKEN_VARIABLE);
  const token = options.token ?? (variable || undefined);
  const tokenName = variable ? TOKEN_VARIABLE : "fromContainer({ token })";
  return (await findToken({ token, tokenFile, tokenName, isAllowed: isHeaderValue }, ports))?.token;
}
