import { NotConfiguredError } from "../../../errors/errors.ts";
import { createMetadataCall, type SendMetadata } from "../../../http/metadata-call.ts";
import type { Answer } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";
import type { BasePorts, Ports } from "../../../ports.ts";
import { type InstanceEndpoint, instanceEndpoint } from "./endpoint.ts";
import { toInstanceError } from "./response.ts";
import { type InstanceToken, isCurrent, readInstanceToken, TOKEN_TTL_SECONDS } from "./session-token.ts";

/** Where the instance metadata service is, and how long to wait for it. */
export interface InstanceMetadataOptions {
  /** What the runtime supplies, for example `nodePorts()`. Default: web standards, without environment variables. */
  readonly ports?: Partial<Ports> | undefined;
  /**
   * The URL of the service. Default: `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the address for
   * `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`, else `http://169.254.169.254`.
   */
  readonly endpoint?: string;
  /** The longest that one request may take, in milliseconds. Default: 1000. */
  readonly timeoutMs?: number;
  /** The longest that all requests of one call may take with their retries, in milliseconds. Default: 5000. */
  readonly deadlineMs?: number;
}

/**
 * Reads a path below `/latest/meta-data/`. Returns the response whatever its status, except 401, and redacts the session
 * token in its body.
 */
export type ReadMetadata = (operation: string, path: string) => Promise<Answer>;

/** Reads the instance metadata service, version 2 only. Keeps the session token between uses. */
export interface InstanceMetadata {
  /** Runs `work` until it succeeds, fails with an error that is not retryable, or the deadline passes. */
  use<T>(work: (read: ReadMetadata) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** What stays between uses. */
interface Session {
  token: InstanceToken | undefined;
}

const SERVICE = "instance-metadata";
const HINT =
  "from a container the instance's hop limit must be at least 2 (aws ec2 modify-instance-metadata-options " +
  "--http-put-response-hop-limit 2); off EC2, set AWS_EC2_METADATA_DISABLED=true";

const MAX_CAUSES = 5;

/** Codes and messages of a refused connection or a missing route. Deno gives only the system's message. */
const NO_HOST =
  /^(ECONNREFUSED|ConnectionRefused|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL)$|\b(Connection refused|No route to host|Network is unreachable)\b/;

/** Creates a reader without sending anything. Throws `CONFIGURATION` for a duration that is not above 0 and finite. */
export function createInstanceMetadata(
  options: Omit<InstanceMetadataOptions, "ports">,
  ports: BasePorts,
): InstanceMetadata {
  const { timeoutMs = 1000, deadlineMs = 5000 } = options;
  const call = createMetadataCall({ timeoutMs, deadlineMs }, ports);
  const session: Session = { token: undefined };
  return {
    use(work, signal) {
      return call(async (send) => {
        const endpoint = instanceEndpoint(options.endpoint, ports.env);
        return work(reader(session, endpoint, send, ports));
      }, signal);
    },
  };
}

/** Makes a reader that replaces a refused session token and repeats the request once. */
function reader(
  session: Session,
  endpoint: InstanceEndpoint,
  send: SendMetadata,
  ports: Pick<Ports, "now" | "monotonic">,
): ReadMetadata {
  const { now, monotonic } = ports;
  return async (operation, path) => {
    const url = `${endpoint.url}/latest/meta-data/${path}`;
    for (let isRetry = false; ; isRetry = true) {
      const kept = session.token;
      const token = isCurrent(kept, endpoint.url, monotonic())
        ? kept
        : await requestToken(send, endpoint, ports);
      session.token = token;
      const headers = { "x-aws-ec2-metadata-token": token.value };
      const context = { service: SERVICE, operation };
      const answer = await send({ method: "GET", url, headers }, context);
      if (answer.status !== 401) return { ...answer, body: redact(answer.body, [token.value]) };
      // Another reader may have replaced it with a newer one.
      if (session.token === token) session.token = undefined;
      if (isRetry) throw toInstanceError(answer, context, now());
    }
  };
}

async function requestToken(
  send: SendMetadata,
  { url, isDefault }: InstanceEndpoint,
  { now, monotonic }: Pick<Ports, "now" | "monotonic">,
): Promise<InstanceToken> {
  const context = { service: SERVICE, operation: "GetToken" };
  const headers = { "x-aws-ec2-metadata-token-ttl-seconds": String(TOKEN_TTL_SECONDS) };
  const sentAtMs = monotonic();
  try {
    const answer = await send({ method: "PUT", url: `${url}/latest/api/token`, headers }, context, HINT);
    const { status } = answer;
    if (status !== 200) throw toInstanceError(answer, context, now());
    return readInstanceToken(answer, url, sentAtMs, { ...context, status });
  } catch (error) {
    if (!isDefault || !saysNoInstance(error)) throw error;
    throw new NotConfiguredError({
      source: "fromInstanceMetadata",
      message: `nothing answers at ${url}: this is no EC2 instance, or its metadata is blocked`,
    });
  }
}

/**
 * Whether a failed request shows that there is no metadata service. A timeout does not show it: a container on an instance
 * with a hop limit of 1 gets one too.
 */
function saysNoInstance(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth <= MAX_CAUSES && current instanceof Error; depth += 1) {
    const code = "code" in current ? current.code : undefined;
    if (NO_HOST.test(typeof code === "string" ? code : current.message)) return true;
    current = current.cause;
  }
  return false;
}
