import { missingRuntime } from "../missing-runtime.ts";

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
  serve(options: DenoServeOptions, handler: (request: Request) => Promise<Response>): DenoServer;
}

type ErrorClass = new (...parameters: never[]) => Error;

interface DenoServeOptions {
  readonly port: number;
  readonly hostname: string;
  readonly onListen: () => void;
  readonly onError: (error: unknown) => Response;
}

interface DenoServer {
  readonly addr: { readonly hostname: string; readonly port: number };
  shutdown(): Promise<void>;
}

/** Deno's API, looked up when it is used. Throws `CONFIGURATION` on another runtime. */
export function denoApi(): DenoApi {
  const { Deno } = globalThis as { Deno?: DenoApi };
  if (Deno) return Deno;
  throw missingRuntime("podkey/deno", "Deno");
}
