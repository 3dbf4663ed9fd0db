import type { ServeLimits } from "../shared/server/settings.ts";

const UNIX_SCHEME = /^http\+unix:/;

/** Methods without a body. Deno drops the body of GET and HEAD, and no `Request` can have one of the others. */
const WITHOUT_BODY = /^(GET|HEAD|CONNECT|TRACE|TRACK)$/;

/** Reads the body of a request. Returns a request that has it, or a response if it is too long (413) or too slow (408). */
export async function readRequest(request: Request, limits: ServeLimits): Promise<Request | Response> {
  const { maxBodyBytes, requestTimeoutMs } = limits;
  if (WITHOUT_BODY.test(request.method) || request.body === null) {
    return UNIX_SCHEME.test(request.url) ? copyOf(request) : request;
  }
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) return refusal(413);
  const body = await readBody(request.body, maxBodyBytes, requestTimeoutMs);
  return typeof body === "number" ? refusal(body) : copyOf(request, body);
}

/** Returns the body, or the status of the refusal. */
async function readBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
  timeoutMs: number,
): Promise<Blob | number> {
  const reader = body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    // Cancelling ends a read that is waiting.
    reader.cancel().catch(() => undefined);
  }, timeoutMs);
  try {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > maxBytes) return 413;
      chunks.push(read.value);
    }
    return isLate ? 408 : new Blob(chunks);
  } finally {
    clearTimeout(timer);
  }
}

function refusal(status: number): Response {
  return new Response(null, { status });
}

/** Copies a request, to give it the URL form of other runtimes and to drop Deno's signal, which aborts after success too. */
function copyOf({ url, method, headers }: Request, body?: Blob): Request {
  return new Request(url.replace(UNIX_SCHEME, "http:"), { method, headers, ...(body && { body }) });
}

/** The requests in progress. Deno's `shutdown()` waits for them without a limit. */
export interface PendingAnswers {
  /** Returns the handler's response, or 503 if `end()` is called first. */
  add(answer: Promise<Response>): Promise<Response>;
  /** Answers all requests in progress with 503. */
  end(): void;
}

/** Makes an empty set of requests in progress. */
export function pendingAnswers(): PendingAnswers {
  const open = new Set<(response: Response) => void>();
  return {
    add: (answer) =>
      new Promise((resolve, reject) => {
        open.add(resolve);
        answer.then(resolve, reject).finally(() => open.delete(resolve));
      }),
    end: () => {
      for (const resolve of open) resolve(new Response(null, { status: 503 }));
    },
  };
}
