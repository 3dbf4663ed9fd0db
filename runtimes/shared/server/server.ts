/** The client that sent a request. */
export interface ServedClient {
  /** The client's IP address, for example `127.0.0.1` or `fd00::1`. Absent on a unix socket. */
  readonly address?: string;
  /** Always absent. It makes a client an empty `RequestInit` too, so that `emulator.fetch` is a handler without a wrapper. */
  readonly method?: never;
}

/** Answers a request, as `emulator.fetch` does. */
export type FetchHandler = (request: Request, client: ServedClient) => Promise<Response>;

/** Where a server listens, and its limits. A value out of range is a `CONFIGURATION` error. */
export interface ServeOptions {
  /** A TCP port. Default: 0, any free port. */
  readonly port?: number;
  /** The address to listen on; IPv6 without brackets, for example `::1`. Default: `127.0.0.1`. */
  readonly hostname?: string;
  /**
   * The path of a unix socket, instead of `port` and `hostname`. The socket of a dead process is replaced. Default: none.
   */
  readonly unix?: string;
  /** The permission bits of the unix socket. Default: `0o660`. */
  readonly unixMode?: number;
  /** The largest size of a request's headers, in bytes. Node only; Bun and Deno have their own limit. Default: 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** The largest size of a request's body, in bytes. A larger one is answered with 413. Default: 2 MiB. */
  readonly maxBodyBytes?: number;
  /**
   * How long a request may take to arrive, and a connection may be idle, in milliseconds. Bun rounds it up to seconds, at
   * most 255, and applies it to the handler too. Default: 30,000.
   */
  readonly requestTimeoutMs?: number;
  /**
   * How many connections may be open. Further ones are closed at once. Bun does not show connections, so it counts requests in
   * progress and answers further ones with 503. Default: 4,096.
   */
  readonly maxConnections?: number;
  /** As `maxConnections`, for the connections from one IP address. Default: 1,024. */
  readonly maxConnectionsPerAddress?: number;
}

/** How a server stops. */
export interface CloseOptions {
  /** How long to wait for responses in progress, in milliseconds. Default: 0, which ends them at once. */
  readonly graceMs?: number;
}

/** A server that listens. */
export interface Server {
  /** The address, for example `http://127.0.0.1:4566` or `unix:/run/podkey.sock`. */
  readonly url: string;
  /** The TCP port. 0 on a unix socket. */
  readonly port: number;
  /** Stops listening at once, then ends the connections. A second call may shorten the wait of the first. */
  close(options?: CloseOptions): Promise<void>;
}

/** Returns the location of a server on a TCP port. */
export function locationOf(hostname: string, port: number): Pick<Server, "url" | "port"> {
  return { url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`, port };
}

/** Returns the location of a server on a unix socket. */
export function unixLocationOf(path: string): Pick<Server, "url" | "port"> {
  return { url: `unix:${path}`, port: 0 };
}

const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.)/i;

/** Returns the client at an address. An IPv4 address that arrived at an IPv6 socket loses its prefix. */
export function clientAt(address: string | undefined): ServedClient {
  return address === undefined ? {} : { address: address.replace(IPV4_IN_IPV6, "") };
}
