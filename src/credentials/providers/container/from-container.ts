import type { AwsCredentials, CredentialProvider } from "../../../aws/credentials.ts";
import { parseJsonObject } from "../../../aws/decode.ts";
import { named } from "../../../aws/named.ts";
import { NotConfiguredError } from "../../../errors/errors.ts";
import { positiveMs } from "../../../errors/settings.ts";
import { createRetryQuota, withRetries } from "../../../http/retry.ts";
import { sendOnce } from "../../../http/send-once.ts";
import { type Ports, resolvePorts } from "../../../ports.ts";
import { readToken, type TokenOptions } from "../../../tokens/token-source.ts";
import { containerEndpoint } from "./endpoint.ts";
import { decodeContainerCredentials, toContainerError } from "./response.ts";

/** Where the endpoint is and how long to wait for it. What is not given comes from the environment. */
export interface FromContainerOptions extends TokenOptions {
  readonly ports?: Partial<Ports>;
  /** The endpoint in full, in place of the two `AWS_CONTAINER_CREDENTIALS_*` variables. */
  readonly uri?: string;
  /** How long one attempt may take. Default 5,000: the agent itself waits for EKS Auth. */
  readonly timeoutMs?: number;
  /** How long all attempts together may take. Default 15,000. */
  readonly deadlineMs?: number;
}

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };
const MAX_BODY_BYTES = 65_536;
const HINT =
  "on EKS, is the Pod Identity Agent running on this node, and does no network policy, firewall or proxy stand between?";

/**
 * Credentials from the endpoint that ECS and the EKS Pod Identity Agent give a container. Refused connections, 429 and
 * 5xx are retried until the deadline; a 4xx is final. Throws `NOT_CONFIGURED`, `CONFIGURATION` for an untrusted URL,
 * `INVALID_TOKEN`, `SERVICE` with the AWS code and request id, `INVALID_RESPONSE`, `NETWORK` and `TIMEOUT`.
 *
 * @example
 * const provider = fromContainer({ ports: nodePorts() });
 */
export function fromContainer(options: FromContainerOptions = {}): CredentialProvider {
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? 5000);
  const deadlineMs = positiveMs("deadlineMs", options.deadlineMs ?? 15_000);
  const ports = resolvePorts(options.ports);
  const quota = createRetryQuota();
  return named("fromContainer", (request) => {
    const signal = request?.signal;
    const deadlineAtMs = ports.now() + deadlineMs;
    const settings = { ports, quota, maxAttempts: Number.POSITIVE_INFINITY, signal, deadlineAtMs };
    return withRetries(() => {
      const remainingMs = Math.max(1, deadlineAtMs - ports.now());
      return requestCredentials(options, ports, Math.min(timeoutMs, remainingMs), signal);
    }, settings);
  });
}

async function requestCredentials(
  options: FromContainerOptions,
  ports: Ports,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<AwsCredentials> {
  const url = containerEndpoint(options.uri, ports.env);
  const token = await authorizationToken(options, ports);
  const headers = { accept: "application/json", ...(token !== undefined && { authorization: token }) };
  const attempt = { ports, context: CONTEXT, timeoutMs, maxBodyBytes: MAX_BODY_BYTES, signal, hint: HINT };
  const answer = await sendOnce({ method: "GET", url, headers }, attempt);
  const { status, body } = answer;
  if (status === 200) {
    const context = { ...CONTEXT, status };
    return decodeContainerCredentials(parseJsonObject(body, context), context);
  }
  throw toContainerError(answer, { context: CONTEXT, nowMs: ports.now(), secrets: token ? [token] : [] });
}

/** The agent wants a token, ECS none. It goes raw, without `Bearer`. The file wins over the variable. */
async function authorizationToken(
  options: FromContainerOptions,
  { env, readText }: Ports,
): Promise<string | undefined> {
  const tokenFile = options.tokenFile ?? env("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  const token =
    options.token ?? (tokenFile ? undefined : env("AWS_CONTAINER_AUTHORIZATION_TOKEN") || undefined);
  try {
    return (await readToken({ token, tokenFile }, readText, "fromContainer")).token;
  } catch (error) {
    if (error instanceof NotConfiguredError) return undefined;
    throw error;
  }
}
