import { ConfigurationError } from "../../src/errors/errors.ts";
import { missingRuntime } from "../shared/builtin-module.ts";

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
  readonly permissions: {
    querySync(permission: DenoPermission): { readonly state: string };
  };
  /** Absent where it is unstable. */
  createHttpClient?(options: object): DenoHttpClient;
  readTextFile(path: string): Promise<string>;
  serve(options: DenoServeOptions, handler: DenoHandler): DenoServer;
}

type ErrorClass = new (...parameters: never[]) => Error;

type DenoPermission =
  | { readonly name: "env"; readonly variable: string }
  | { readonly name: "sys"; readonly kind: "uid" };

/** A client of `fetch`, with connections of its own. */
interface DenoHttpClient {
  close(): void;
}

/** A network address. Both members are absent on a unix socket. */
export interface DenoAddress {
  readonly hostname?: string;
  readonly port?: number;
}

/** Answers a request. */
export type DenoHandler = (request: Request, info: { readonly remoteAddr: DenoAddress }) => Promise<Response>;

type DenoServeOptions = DenoServing &
  ({ readonly port: number; readonly hostname: string } | { readonly path: string });

/** The options of Deno's server that do not depend on its address. */
export interface DenoServing {
  /** Ends the server and its connections at once. Must not abort after `shutdown()`. */
  readonly signal: AbortSignal;
  readonly onListen: () => void;
  readonly onError: (error: unknown) => Response;
}

/** A server of Deno. */
export interface DenoServer {
  readonly addr: DenoAddress;
  readonly finished: Promise<void>;
  /** Stops listening, and waits for the responses in progress. */
  shutdown(): Promise<void>;
}

/** Returns Deno's API. Throws `CONFIGURATION` on another runtime. */
export function denoApi(): DenoApi {
  const { Deno } = globalThis as { Deno?: DenoApi };
  if (Deno) return Deno;
  throw missingRuntime("podkey/deno", "Deno");
}

/** The part of Deno's API that a store of files uses. */
export interface DenoFileApi extends DenoApi {
  readonly build: { readonly os: string };
  readonly errors: DenoApi["errors"] & { readonly AlreadyExists: DenoApi["errors"]["NotFound"] };
  uid(): number | null;
  mkdir(path: string, options: { readonly recursive: boolean; readonly mode: number }): Promise<void>;
  stat(path: string): Promise<{ readonly mode: number | null; readonly uid: number | null }>;
  readDir(path: string): AsyncIterable<{ readonly name: string }>;
  open(path: string, options?: DenoOpenOptions): Promise<DenoFile>;
  rename(from: string, to: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

interface DenoOpenOptions {
  readonly write: true;
  readonly createNew: true;
  readonly mode: number;
}

interface DenoFile {
  write(bytes: Uint8Array): Promise<number>;
  sync(): Promise<void>;
  close(): void;
}

/** Returns Deno's API for files. Throws `CONFIGURATION` on another runtime. */
export function denoFileApi(): DenoFileApi {
  return denoApi() as DenoFileApi;
}

/** The part of an open Deno KV that podkey uses. */
export interface DenoKv {
  /** Reads an entry. Its value is `null` if the key has none. */
  get(key: readonly string[]): Promise<DenoKvEntry>;
  /** Removes an entry, if there is one. */
  delete(key: readonly string[]): Promise<void>;
  /** Begins a transaction. */
  atomic(): DenoKvTransaction;
}

/** The value of a key. */
export interface DenoKvEntry {
  readonly value: unknown;
  /** `null` if the key has no value. */
  readonly versionstamp: string | null;
}

interface DenoKvTransaction {
  check(check: { readonly key: readonly string[]; readonly versionstamp: string | null }): DenoKvTransaction;
  set(key: readonly string[], value: unknown, options: { readonly expireIn: number }): DenoKvTransaction;
  delete(key: readonly string[]): DenoKvTransaction;
  commit(): Promise<{ readonly ok: boolean }>;
}

interface DenoWithKv extends DenoApi {
  openKv?(path?: string): Promise<DenoKv>;
}

/** Opens a Deno KV. Throws `CONFIGURATION` on another runtime, and without `--unstable-kv`. */
export function openDenoKv(path: string | undefined): Promise<DenoKv> {
  const deno = denoApi() as DenoWithKv;
  if (deno.openKv) return deno.openKv(path);
  throw new ConfigurationError({
    setting: "kv",
    message: "Deno KV could not be opened: run with --unstable-kv, or use fileStore()",
  });
}
