import { missingRuntime } from "../shared/missing-runtime.ts";

/** The part of Deno's API that podkey uses. */
export interface DenoApi {
  readonly env: { get(name: string): string | undefined };
  readonly errors: { readonly NotFound: ErrorClass; readonly NotCapable: ErrorClass };
  /** Only with `--unstable-cron`, and on Deno Deploy. */
  readonly cron?: (
    name: string,
    schedule: string,
    options: { readonly signal: AbortSignal },
    handler: () => Promise<void>,
  ) => Promise<void>;
  readTextFile(path: string): Promise<string>;
  serve(
    options: DenoServeOptions,
    handler: (request: Request, info: { readonly remoteAddr: DenoAddress }) => Promise<Response>,
  ): DenoServer;
}

type ErrorClass = new (...parameters: never[]) => Error;

/** An address of the network, or a unix socket, which has a path only. */
export interface DenoAddress {
  readonly hostname?: string;
  readonly port?: number;
}

type DenoServeOptions = DenoServing &
  ({ readonly port: number; readonly hostname: string } | { readonly path: string });

/** How Deno's server starts and ends, wherever it listens. */
export interface DenoServing {
  /** Ends the server and its connections at once; of no use after `shutdown()`. */
  readonly signal: AbortSignal;
  readonly onListen: () => void;
  readonly onError: (error: unknown) => Response;
}

/** A server of Deno's. */
export interface DenoServer {
  readonly addr: DenoAddress;
  readonly finished: Promise<void>;
  /** Stops listening, and waits for the answers under way. */
  shutdown(): Promise<void>;
}

/** Deno's API, looked up when it is used. Throws `CONFIGURATION` on another runtime. */
export function denoApi(): DenoApi {
  const { Deno } = globalThis as { Deno?: DenoApi };
  if (Deno) return Deno;
  throw missingRuntime("podkey/deno", "Deno");
}
