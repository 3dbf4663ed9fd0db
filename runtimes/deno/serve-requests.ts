import type { ServeLimits } from "../shared/server/settings.ts";

const UNIX_SCHEME = /^http\+unix:/;

/** To the first two Deno gives no body, whatever they were sent with; of the others no `Request` can be made. */
const WITHOUT_BODY = /^(GET|HEAD|CONNECT|TRACE|TRACK)$/;

/** A request whose body is there, or the answer to one whose body is too long (413) or too slow (408). */
export async function readRequest(request: Request, limits: ServeLimits): Promise<Request | Response> {
  const { maxBodyBytes, requestTimeoutMs } = limits;
  if (WITHOUT_BODY.test(request.method) || request.body === null) {
    return UNIX_SCHEME.test(request.url) ? copyOf(request) : request;
  }
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) return refusal(413);
  const body = await readBody(request.body, maxBodyBytes, requestTimeoutMs);
  return typeof body === "number" ? refusal(body) : copyOf(request, body);
}

/** The body, or the status to refuse it with. */
async function readBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
  timeoutMs: number,
): Promise<Blob | number> {
  const reader = body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    // A read that waits is then at its end.
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

/** The client may send the rest yet, so Deno ends the connection after this. */
function refusal(status: number): Response {
  return new Response(null, { status });
}

/** With the URL that other runtimes give, and without Deno's signal, which aborts when all is well and warns of that. */
function copyOf({ url, method, headers }: Request, body?: Blob): Request {
  return new Request(url.replace(UNIX_SCHEME, "http:"), { method, headers, ...(body && { body }) });
}

/** The requests under way, which Deno's `shutdown()` waits for without end. */
export interface PendingAnswers {
  /** Answers as the handler does, unless it is ended before. */
  add(answer: Promise<Response>): Promise<Response>;
  /** Answers all with 503. */
  end(): void;
}

/** Keeps count of the requests of a server. */
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
