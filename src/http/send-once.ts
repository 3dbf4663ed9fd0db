import { type CallContext, InvalidResponseError, TimeoutError } from "../errors/call-errors.ts";
import { readBoundedText } from "../lib/bounded-text.ts";
import { DeadlineError, withDeadline } from "../lib/deadline.ts";
import type { FetchedHeaders, FetchedResponse, Send } from "../lib/fetch.ts";
import type { OutgoingRequest, Ports } from "../ports.ts";
import { throwIfAborted } from "./caller-abort.ts";
import { refuseRedirect, toFetchError } from "./fetch-failure.ts";

/** A response whose body has been read. */
export interface Answer {
  readonly status: number;
  readonly headers: FetchedHeaders;
  readonly body: string;
}

/** The limits of one attempt. */
export interface AttemptSettings {
  readonly ports: Pick<Ports, "fetch" | "sleep">;
  readonly context: CallContext;
  /** Sends the request. Default: `send` of the port `fetch`, else the port itself. */
  readonly send?: Send | undefined;
  /** The longest time until the body is read, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  /** The caller's signal. Ends the whole call, whereas the timeout ends only this attempt. */
  readonly signal?: AbortSignal | undefined;
  /** What to check after a network error or a timeout, for their messages. */
  readonly hint?: string | undefined;
}

/**
 * Sends a request once and reads the whole response, whatever its status. Throws `NETWORK`, `TIMEOUT` or `ABORTED`. Throws
 * `INVALID_RESPONSE` for a body that is too long, and for a redirect, because it could carry a token to another host. Throws
 * `CONFIGURATION` if Deno lacks the permission to connect.
 */
export async function sendOnce(request: OutgoingRequest, settings: AttemptSettings): Promise<Answer> {
  const { ports, context, timeoutMs, signal, hint } = settings;
  throwIfAborted(signal, context);
  try {
    const deadline = { sleep: ports.sleep, timeoutMs, signal };
    return await withDeadline(deadline, (ended) => fetchAnswer(request, settings, ended));
  } catch (cause) {
    const { host } = new URL(request.url);
    if (cause instanceof DeadlineError) throw new TimeoutError({ ...context, host, timeoutMs, hint });
    throwIfAborted(signal, context);
    if (cause instanceof InvalidResponseError) throw cause;
    throw toFetchError(cause, { ...context, url: request.url, hint });
  }
}

/** Reads a body as UTF-8 text. Throws `INVALID_RESPONSE` if it exceeds the limit. */
async function readBody(
  response: FetchedResponse,
  maxBodyBytes: number,
  context: CallContext,
): Promise<string> {
  const reader = response.body?.getReader();
  const text = reader ? await readBoundedText(reader, maxBodyBytes) : "";
  if (text !== undefined) return text;
  await reader?.cancel();
  throw new InvalidResponseError({
    ...context,
    path: "the body",
    expected: `at most ${maxBodyBytes} bytes`,
    seen: "more",
    status: response.status,
  });
}

async function fetchAnswer(
  request: OutgoingRequest,
  settings: AttemptSettings,
  signal: AbortSignal,
): Promise<Answer> {
  const { context, maxBodyBytes } = settings;
  const { fetch } = settings.ports;
  const { send = fetch.send ?? fetch } = settings;
  const { url, ...init } = request;
  const response = await send(url, { ...init, redirect: "manual", signal });
  await refuseRedirect(response, context);
  const body = await readBody(response, maxBodyBytes, context);
  return { status: response.status, headers: response.headers, body };
}
