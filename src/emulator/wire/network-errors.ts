/**
 * The rejection of a request whose connection was dropped: a `TypeError`, as a failed `fetch` gives,
 * whose cause carries the code `ECONNRESET`.
 */
export class DroppedConnectionError extends TypeError {
  constructor() {
    super("fetch failed", { cause: connectionError("ECONNRESET", "the emulator dropped the connection") });
  }
}

/** Whether the emulator dropped the connection on purpose; a server in front of it then closes the socket. */
export function isDroppedConnection(error: unknown): boolean {
  return error instanceof DroppedConnectionError;
}

/** The rejection of a request to an AWS host that does not exist. */
export function unknownHostError(host: string): TypeError {
  return new TypeError("fetch failed", {
    cause: connectionError("ENOTFOUND", `getaddrinfo ENOTFOUND ${host}`),
  });
}

/** The rejection of a redirected request whose `redirect` mode is `"error"`. */
export function unexpectedRedirectError(): TypeError {
  return new TypeError("fetch failed", { cause: new Error("unexpected redirect") });
}

function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
