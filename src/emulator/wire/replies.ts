/** What an operation answers, before the common headers are added. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A JSON answer. */
export function jsonReply(value: unknown, status: number = 200): Reply {
  return { status, contentType: "application/json", body: JSON.stringify(value) };
}
