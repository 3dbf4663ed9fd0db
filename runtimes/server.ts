/** Answers a request, as `emulator.fetch` does. */
export type FetchHandler = (request: Request) => Promise<Response>;

/** Where to listen. */
export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly hostname?: string;
}

/** A server that listens. */
export interface Server {
  /** As `http://127.0.0.1:4566`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends the connections. */
  close(): Promise<void>;
}

/** The URL of a listening address; IPv6 goes into brackets. */
export function urlOf(hostname: string, port: number): string {
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}
