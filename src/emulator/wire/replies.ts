/** The response of an operation, before the headers that all responses have are added. */
export interface Reply {
  /** The HTTP status. */
  readonly status: number;
  /** The value of `content-type`. `undefined` for a response without that header. */
  readonly contentType: string | undefined;
  readonly body: string | ReadableStream<Uint8Array> | null;
  /** Further headers by name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** AWS's error code, for the request log. */
  readonly errorCode?: string;
}

/** Creates a JSON response. */
export function jsonReply(value: unknown, status: number = 200): Reply {
  return { status, contentType: "application/json", body: JSON.stringify(value) };
}
