import { type AwsCredentials, type CredentialProvider, named } from "../../../aws/credentials.ts";
import { parseJsonObject } from "../../../aws/decode.ts";
import { createMetadataCall, type SendMetadata } from "../../../http/metadata-call.ts";
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

const CONTEXT = { service: "container-credentials", operation: "GetCredentials" };
/** The agent needs a token, and ECS does not. It is sent as it is: some endpoints expect `Basic` or `Bearer` in front of it. */
const TOKEN = {
  provider: "fromContainer",
  fileVariable: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  textVariable: "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  isAllowed: isHeaderValue,
};
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
  const { timeoutMs = 5000, deadlineMs = 15_000, token } = options;
  const ports = basePorts(options.ports);
  const call = createMetadataCall({ timeoutMs, deadlineMs }, ports);
  const provider = named("fromContainer", (request) => {
    return call((send) => requestCredentials(options, ports, send), request?.signal);
  });
  return bindToToken(provider, token);
}

async function requestCredentials(
  { uri, token, tokenFile }: FromContainerOptions,
  ports: BasePorts,
  send: SendMetadata,
): Promise<AwsCredentials> {
  const url = containerEndpoint(uri, ports);
  const authorization = (await findToken({ ...TOKEN, token, tokenFile }, ports))?.token;
  const headers = { accept: "application/json", ...(authorization !== undefined && { authorization }) };
  const answer = await send({ method: "GET", url, headers }, CONTEXT, HINT);
  const { status, body } = answer;
  const context = { ...CONTEXT, status, url };
  if (status === 200) return decodeContainerCredentials(parseJsonObject(body, context), context);
  throw toContainerError(answer, { context, nowMs: ports.now(), secrets: [authorization] });
}
