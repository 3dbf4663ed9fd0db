import type { IncomingRequest } from "../wire/incoming-request.ts";

/** A request as it arrived. Headers and body are complete, with credentials and tokens: the log is for tests. */
export interface RecordedRequest {
  /** The service by its signing name, for example `eks`; or `oidc`, `kubernetes` or `instance-metadata`. */
  readonly service: string;
  /** The operation's name. `undefined` if the service has no such operation, and for REST services with a handler. */
  readonly operation: string | undefined;
  /** The region that the request was signed for; the region of the endpoint if it was not signed. */
  readonly region: string;
  /** The ARN of the principal that signed. `undefined` if no signature was verified. */
  readonly principal: string | undefined;
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
  /** AWS's error code if the emulator answered with an error. `undefined` for errors that a handler answers with. */
  readonly errorCode: string | undefined;
}

/** The operation that a request is for, and the region that it is signed for. */
type LoggedTarget = Pick<RecordedRequest, "service" | "operation" | "region" | "requestId">;

/** A request whose outcome is still to be recorded. */
export type LogEntry = { -readonly [Member in keyof RecordedRequest]: RecordedRequest[Member] };

/** Holds the last requests in the order of arrival. */
export class RequestLog {
  readonly #capacity: number;
  readonly #entries: LogEntry[] = [];
  #forgotten = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get entries(): readonly RecordedRequest[] {
    return this.#entries;
  }

  /** How many requests the log forgot since it was last empty, because it was full. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** Adds a request. The caller completes the entry. */
  add(request: IncomingRequest, target: LoggedTarget): LogEntry {
    const entry: LogEntry = {
      ...target,
      principal: undefined,
      method: request.method,
      host: request.host,
      path: request.path,
      query: request.search,
      headers: Object.fromEntries(request.headers),
      body: request.text,
      status: undefined,
      errorCode: undefined,
    };
    this.#entries.push(entry);
    if (this.#entries.length > this.#capacity) {
      this.#entries.shift();
      this.#forgotten += 1;
    }
    return entry;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#forgotten = 0;
  }
}
