import { type CallContext, InvalidResponseError, TimeoutError } from "../errors/call-errors.ts";
import { untilAborted } from "../lib/deadline.ts";
import type { OutgoingRequest, Ports } from "../ports.ts";
import { throwIfAborted } from "./abort.ts";
import { readBody } from "./body.ts";
import { toNetworkError } from "./network-error.ts";

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
