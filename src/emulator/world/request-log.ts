import type { IncomingRequest } from "../wire/incoming-request.ts";
import type { Route } from "./call.ts";

/**
 * A request as it arrived. Headers and body are kept whole, authorization and tokens included:
 * the log is for tests of one's own traffic.
 */
export interface RecordedRequest {
  readonly service: string;
  /** `undefined` when the service has no such operation. */
  readonly operation: string | undefined;
  readonly method: string;
  readonly host: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** As sent, percent-encoded, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requestId: string;
  /** `undefined` while it is being answered, and for ever when the connection was dropped. */
  readonly status: number | undefined;
}

type LogEntry = { -readonly [Member in keyof RecordedRequest]: RecordedRequest[Member] };

/** The last requests, in the order of arrival. */
export class RequestLog {
  readonly #capacity: number;
  readonly #entries: LogEntry[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** Adds a request, and answers a function that notes its status. */
  add(request: IncomingRequest, route: Route, requestId: string): (status: number) => void {
    if (this.#capacity <= 0) return () => {};
    const entry: LogEntry = {
      service: route.service,
      operation: route.operation,
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
