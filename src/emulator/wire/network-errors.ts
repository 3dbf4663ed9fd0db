/** Rejects a request whose connection was dropped, as a failed `fetch` does. The cause has the code `ECONNRESET`. */
export class DroppedConnectionError extends TypeError {
  constructor() {
    super("fetch failed", { cause: connectionError("ECONNRESET", "the emulator dropped the connection") });
  }
}

/**
 * Tells whether an error of `Emulator.fetch` is an injected `drop` or `lostReply`. A server in front of the emulator
 * then closes the socket without a response.
 */
export function isDroppedConnection(error: unknown): boolean {
  return error instanceof DroppedConnectionError;
}

/** Creates the error that `fetch` gives for a host name that does not resolve. */
export function unknownHostError(host: string): TypeError {
  return new TypeError("fetch failed", {
    cause: connectionError("ENOTFOUND", `getaddrinfo ENOTFOUND ${host}`),
  });
}

/** Creates the error that `fetch` gives for a redirect when the request's `redirect` is `"error"`. */
export function unexpectedRedirectError(): TypeError {
  return new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
}

function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
