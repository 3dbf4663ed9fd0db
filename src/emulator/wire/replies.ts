/** The response of an operation, before the headers that all responses have are added. */
export interface Reply {
  /** The HTTP status. */
  readonly status: number;
  /** The value of `content-type`. */
  readonly contentType: string;
  readonly body: string;
  /** Further headers by name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Creates a JSON response. */
export function jsonReply(value: unknown, status: number = 200): Reply {
  return { status, contentType: "application/json", body: JSON.stringify(value) };
}
