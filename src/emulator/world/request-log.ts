import type { IncomingRequest } from "../wire/incoming-request.ts";
import type { EmulatedService } from "./call.ts";

/** A request as it arrived. Headers and body are complete, with credentials and tokens: the log is for tests. */
export interface RecordedRequest {
  /** The emulated service, e.g. `eks`. */
  readonly service: string;
  /** The operation's name. `undefined` if the service has no such operation. */
  readonly operation: string | undefined;
  /** The HTTP method. */
  readonly method: string;
  /** The `Host` header, or the URL's host. */
  readonly host: string;
  /** The path as sent, percent-encoded. */
  readonly path: string;
  /** The query as sent, percent-encoded, without the question mark. */
  readonly query: string;
  /** The headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, decoded as UTF-8. */
  readonly body: string;
  /** The value of `x-amzn-requestid` in the response. */
  readonly requestId: string;
  /** The HTTP status of the response. `undefined` before the response, and if the connection was dropped. */
  readonly status: number | undefined;
}

/** The operation that a request is for. */
interface LoggedTarget {
  readonly service: EmulatedService;
  readonly operation: string | undefined;
}

type LogEntry = { -readonly [Member in keyof RecordedRequest]: RecordedRequest[Member] };

/** Holds the last requests in the order of arrival. */
export class RequestLog {
  readonly #capacity: number;
  readonly #entries: LogEntry[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** Adds a request. Returns a function that records the status of the response. */
  add(request: IncomingRequest, target: LoggedTarget, requestId: string): (status: number) => void {
    if (this.#capacity <= 0) return () => {};
    const entry: LogEntry = {
      service: target.service,
      operation: target.operation,
      method: request.method,
      host: request.host,
      path: request.path,
      query: request.search,
      headers: Object.fromEntries(request.headers),
      body: request.text,
      requestId,
      status: undefined,
    };
    this.#entries.push(entry);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
    return (status) => {
      entry.status = status;
    };
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
