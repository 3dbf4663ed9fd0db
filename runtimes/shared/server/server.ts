/** Who sent a request. */
export interface ServedClient {
  /** The peer's IP address, as `127.0.0.1` or `fd00::1`. Absent on a unix socket. */
  readonly address?: string;
  /** Never there. By it a client is an empty `RequestInit` too, so that `emulator.fetch` is a handler as it stands. */
  readonly method?: never;
}

/** Answers a request, as `emulator.fetch` does. */
export type FetchHandler = (request: Request, client: ServedClient) => Promise<Response>;

/** Where to listen, and how much of a client to bear. Anything out of range is `CONFIGURATION`. */
export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. IPv6 as `::1`. */
  readonly hostname?: string;
  /**
   * The path of a unix socket to listen on, in place of `port` and `hostname`. The socket of a dead process is replaced,
   * that of a live one refused.
   */
  readonly unix?: string;
  /** The permissions of the unix socket. Default `0o660`. */
  readonly unixMode?: number;
  /** The most bytes of a request's headers; default 16 KiB, Node's own. On Bun and Deno the runtime's own limit stands. */
  readonly maxHeaderBytes?: number;
  /** The most bytes of a request's body; default 2 MiB. A larger one is answered with 413. */
  readonly maxBodyBytes?: number;
  /**
   * How long a whole request may take to arrive, and a connection to do nothing between two, in milliseconds; default
   * 30,000. Bun rounds it to seconds, at most 255, and ends a handler that takes longer. Deno keeps to it for bodies only.
   */
  readonly requestTimeoutMs?: number;
}

/** How to stop. */
export interface CloseOptions {
  /** How long answers under way may take yet, in milliseconds. Default 0: they are not waited for. */
  readonly graceMs?: number;
}

/** A server that listens. */
export interface Server {
  /** As `http://127.0.0.1:4566`, or `unix:/run/podkey.sock`. */
  readonly url: string;
  /** 0 on a unix socket. */
  readonly port: number;
  /** Stops listening at once, then ends the connections. Called again, it may shorten the wait. */
  close(options?: CloseOptions): Promise<void>;
}

/** Where a server listens, as `Server` says it. */
export function locationOf(hostname: string, port: number): Pick<Server, "url" | "port"> {
  return { url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`, port };
}

/** As `locationOf`, for a unix socket. */
export function unixLocationOf(path: string): Pick<Server, "url" | "port"> {
  return { url: `unix:${path}`, port: 0 };
}

const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.)/i;

/** The client at an address; an IPv4 one that came to an IPv6 socket gets its own form back. */
export function clientAt(address: string | undefined): ServedClient {
  return address === undefined ? {} : { address: address.replace(IPV4_IN_IPV6, "") };
}
