import {
  AbortedError,
  type CallContext,
  InvalidResponseError,
  NetworkError,
  TimeoutError,
} from "../errors/call-errors.ts";
import { untilAborted } from "../lib/deadline.ts";
import type { OutgoingRequest, Ports } from "../ports.ts";

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** How one attempt may go. */
export interface AttemptSettings {
  readonly ports: Pick<Ports, "fetch" | "sleep">;
  readonly context: CallContext;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** The caller's signal: it ends the call, where the timeout ends only this attempt. */
  readonly signal?: AbortSignal | undefined;
  /** What a reader of a network error or timeout should look at. */
  readonly hint?: string | undefined;
}

/**
 * Sends a request once and reads the whole answer, whatever its status. Redirects are refused: they could carry a
 * token to another host. Throws `NETWORK`, `TIMEOUT`, `ABORTED` or, for a redirect or too long a body,
 * `INVALID_RESPONSE`.
 */
export async function sendOnce(request: OutgoingRequest, settings: AttemptSettings): Promise<Answer> {
  const { ports, context, timeoutMs, signal, hint } = settings;
  throwIfAborted(signal, context);
  const attempt = new AbortController();
  const timer = new AbortController();
  let timedOut = false;
  const onTimeout = (): void => {
    timedOut = true;
    attempt.abort();
  };
  const onAbort = (): void => attempt.abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  ports.sleep(timeoutMs, timer.signal).then(onTimeout, () => undefined);
  try {
    return await untilAborted(exchange(request, settings, attempt.signal), attempt.signal);
  } catch (cause) {
    const host = new URL(request.url).host;
    if (timedOut) throw new TimeoutError({ ...context, host, timeoutMs, hint });
    throwIfAborted(signal, context);
    if (cause instanceof InvalidResponseError) throw cause;
    throw toNetworkError(cause, { ...context, host, hint });
  } finally {
    timer.abort();
    signal?.removeEventListener("abort", onAbort);
  }
}

async function exchange(
  request: OutgoingRequest,
  settings: AttemptSettings,
  signal: AbortSignal,
): Promise<Answer> {
  const { context, maxBodyBytes } = settings;
  const { fetch } = settings.ports;
  const { url, ...init } = request;
  const response = await fetch(url, { ...init, redirect: "manual", signal });
  if (isRedirect(response)) {
    await response.body?.cancel();
    throw new InvalidResponseError({
      ...context,
      path: "the status",
      expected: "no redirect",
      seen: String(response.status),
      status: response.status,
    });
  }
  const body = await readBody(response, maxBodyBytes, context);
  return { status: response.status, headers: response.headers, body };
}

function isRedirect({ status, type }: Response): boolean {
  return type === "opaqueredirect" || (status >= 300 && status < 400);
}

const MAX_CAUSES = 10;

/** Faults of the set-up rather than of the moment: certificates, TLS settings, malformed requests. */
const PERMANENT = /CERT|SELF_SIGNED|UNABLE_TO_|TLS|SSL|ERR_INVALID/;

/**
 * Makes a `NetworkError` of whatever `fetch` rejected with. Runtimes name the failure by a `code` somewhere down the
 * causes (`ECONNREFUSED`, undici's `UND_ERR_SOCKET`, Bun's `ConnectionRefused`) or, as browsers and Deno, not at all;
 * all but the permanent ones may be retried.
 */
export function toNetworkError(
  cause: unknown,
  context: CallContext & { host: string; hint?: string | undefined },
): NetworkError {
  const networkCode = findCode(cause);
  const retryable = !networkCode || !PERMANENT.test(networkCode);
  return new NetworkError({ ...context, networkCode, retryable, cause });
}

function findCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && typeof current === "object" && current !== null; depth += 1) {
    if ("code" in current && typeof current.code === "string") return current.code;
    current = "cause" in current ? current.cause : undefined;
  }
  return undefined;
}

/** Reads a body as UTF-8 text, and gives up on one longer than the limit instead of filling the memory. */
export async function readBody(
  response: Response,
  maxBodyBytes: number,
  context: CallContext,
): Promise<string> {
  if (!response.body) return "";
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > maxBodyBytes) {
      await reader.cancel();
      throw tooLong(maxBodyBytes, response.status, context);
    }
    text += decoder.decode(value, { stream: true });
  }
}

function tooLong(maxBodyBytes: number, status: number, context: CallContext): InvalidResponseError {
  const expected = `at most ${maxBodyBytes} bytes`;
  return new InvalidResponseError({ ...context, path: "the body", expected, seen: "more", status });
}

/** Throws `ABORTED` if the caller's signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, context: CallContext): void {
  if (signal?.aborted) throw new AbortedError({ ...context, cause: signal.reason });
}
