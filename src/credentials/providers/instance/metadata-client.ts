import { NetworkError } from "../../../errors/call-errors.ts";
import { NotConfiguredError } from "../../../errors/errors.ts";
import { positiveMs } from "../../../errors/settings.ts";
import { createRetryQuota, withRetries } from "../../../http/retry.ts";
import { type Answer, sendOnce } from "../../../http/send-once.ts";
import { redact } from "../../../lib/redact.ts";
import { type OutgoingRequest, type Ports, resolvePorts } from "../../../ports.ts";
import { type InstanceEndpoint, instanceEndpoint } from "./endpoint.ts";
import { toInstanceError } from "./response.ts";
import { type InstanceToken, isCurrent, readInstanceToken, TOKEN_TTL_SECONDS } from "./session-token.ts";

/** Where the instance metadata service is, and how long to wait for it. */
export interface InstanceMetadataOptions {
  readonly ports?: Partial<Ports>;
  /**
   * Its URL, in place of `AWS_EC2_METADATA_SERVICE_ENDPOINT` and `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`. Default
   * `http://169.254.169.254`.
   */
  readonly endpoint?: string;
  /** How long one request may take. Default 1,000. */
  readonly timeoutMs?: number;
  /** How long all requests together may take, retries among them. Default 5,000. */
  readonly deadlineMs?: number;
}

/** Reads `/latest/meta-data/` and what follows; answers with any status but 401, and without the token in it. */
export type ReadMetadata = (operation: string, path: string) => Promise<Answer>;

/** The instance metadata service, version 2 only. Keeps the token between uses. */
export interface InstanceMetadata {
  /** Runs reads until they succeed, fail for good, or the deadline passes. */
  use<T>(work: (read: ReadMetadata) => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** What outlives one use. */
interface Session {
  token: InstanceToken | undefined;
}

type Send = (operation: string, request: OutgoingRequest, hint?: string) => Promise<Answer>;

const SERVICE = "instance-metadata";
const MAX_BODY_BYTES = 65_536;
const HINT =
  "from a container the instance's hop limit must be at least 2 (aws ec2 modify-instance-metadata-options " +
  "--http-put-response-hop-limit 2); off EC2, set AWS_EC2_METADATA_DISABLED=true";

const MAX_CAUSES = 5;

/** That nobody listens, or no way leads there. Deno gives no code, only the system's words. */
const NO_HOST =
  /^(ECONNREFUSED|ConnectionRefused|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL)$|\b(Connection refused|No route to host|Network is unreachable)\b/;

/** Sets up reading. Opens nothing. Throws `CONFIGURATION` for a duration that is not above 0 and finite. */
export function createInstanceMetadata(options: InstanceMetadataOptions): InstanceMetadata {
  const timeoutMs = positiveMs("timeoutMs", options.timeoutMs ?? 1000);
  const deadlineMs = positiveMs("deadlineMs", options.deadlineMs ?? 5000);
  const ports = resolvePorts(options.ports);
  const quota = createRetryQuota();
  const session: Session = { token: undefined };
  return {
    use(work, signal) {
      const deadlineAtMs = ports.now() + deadlineMs;
      const send: Send = (operation, request, hint) => {
        const remainingMs = Math.max(1, deadlineAtMs - ports.now());
        return sendOnce(request, {
          ports,
          context: { service: SERVICE, operation },
          timeoutMs: Math.min(timeoutMs, remainingMs),
          maxBodyBytes: MAX_BODY_BYTES,
          signal,
          hint,
        });
      };
      const settings = { ports, quota, maxAttempts: Number.POSITIVE_INFINITY, signal, deadlineAtMs };
      return withRetries(async () => {
        const endpoint = instanceEndpoint(options.endpoint, ports.env);
        return work(reader(session, endpoint, send, ports));
      }, settings);
    },
  };
}

/** A token that is refused is thrown away, and the request made once more with a new one. */
function reader(
  session: Session,
  endpoint: InstanceEndpoint,
  send: Send,
  ports: Pick<Ports, "now">,
): ReadMetadata {
  const { now } = ports;
  return async (operation, path) => {
    const url = `${endpoint.url}/latest/meta-data/${path}`;
    for (let isRetry = false; ; isRetry = true) {
      const kept = session.token;
      const token = isCurrent(kept, endpoint.url, now()) ? kept : await requestToken(send, endpoint, ports);
      session.token = token;
      const headers = { "x-aws-ec2-metadata-token": token.value };
      const answer = await send(operation, { method: "GET", url, headers });
      if (answer.status !== 401) return { ...answer, body: redact(answer.body, [token.value]) };
      // Another reader may have put a newer one in its place.
      if (session.token === token) session.token = undefined;
      if (isRetry) throw toInstanceError(answer, { service: SERVICE, operation }, now());
    }
  };
}

async function requestToken(
  send: Send,
  { url, isDefault }: InstanceEndpoint,
  { now }: Pick<Ports, "now">,
): Promise<InstanceToken> {
  const operation = "GetToken";
  const headers = { "x-aws-ec2-metadata-token-ttl-seconds": String(TOKEN_TTL_SECONDS) };
  const sentAtMs = now();
  try {
    const answer = await send(operation, { method: "PUT", url: `${url}/latest/api/token`, headers }, HINT);
    const context = { service: SERVICE, operation, status: answer.status };
    if (answer.status !== 200) throw toInstanceError(answer, context, now());
    return readInstanceToken(answer, url, sentAtMs, context);
  } catch (error) {
    if (!isDefault || !saysNoInstance(error)) throw error;
    throw new NotConfiguredError({
      source: "fromInstanceMetadata",
      message: `nothing answers at ${url}: this is no EC2 instance, or its metadata is blocked`,
    });
  }
}

/**
 * Whether a failed request says that no metadata service is near. A timeout does not: a container whose instance has a hop
 * limit of 1 sees the same.
 */
function saysNoInstance(error: unknown): boolean {
  if (!(error instanceof NetworkError)) return false;
  let current: unknown = error.cause;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    const code = "code" in current ? current.code : undefined;
    if (NO_HOST.test(typeof code === "string" ? code : current.message)) return true;
    current = current.cause;
  }
  return false;
}
