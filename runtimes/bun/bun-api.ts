import type { Bytes } from "../../src/lib/bytes.ts";
import { findBuiltinModule, missingRuntime } from "../shared/builtin-module.ts";
import type { SocketModules } from "../shared/server/unix-socket.ts";

/** The part of Bun's API that podkey uses. */
export interface BunApi {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly CryptoHasher: {
    new (algorithm: "sha256", hmacKey: Bytes): BunHasher;
    hash(algorithm: "sha256", data: string | Bytes, encoding: "hex"): string;
  };
  /** Since Bun 1.4. */
  readonly cron?: (schedule: string, handler: () => Promise<void>) => BunCronJob;
  file(path: string): { text(): Promise<string>; exists(): Promise<boolean> };
  serve(options: BunServeOptions): BunServer;
}

interface BunCronJob {
  stop(): unknown;
  unref(): unknown;
}

interface BunHasher {
  update(text: string): BunHasher;
  digest(): Uint8Array;
}

/** The options of Bun's server that do not depend on its address. */
export interface BunServing {
  readonly fetch: (request: Request, server: BunServer) => Promise<Response>;
  readonly error: (error: unknown) => Response;
  /** In bytes. */
  readonly maxRequestBodySize: number;
  /** In seconds, at most 255. */
  readonly idleTimeout: number;
}

type BunServeOptions = BunServing &
  ({ readonly port: number; readonly hostname: string } | { readonly unix: string });

/** A server of Bun. On a unix socket it has neither hostname nor port. */
export interface BunServer {
  readonly hostname: string;
  readonly port: number;
  /** `null` on a unix socket. */
  requestIP(request: Request): { readonly address: string } | null;
  stop(closeActiveConnections: boolean): Promise<void>;
  /** Closes connections without a request in progress. Since Bun 1.4. */
  closeIdleConnections?(): number;
}

/** The part of `bun:sqlite` that podkey uses. */
interface SqliteModule {
  readonly Database: new (path: string, options: { readonly create: boolean }) => SqliteDatabase;
}

/** An open database. */
export interface SqliteDatabase {
  run(sql: string): unknown;
  query(sql: string): SqliteStatement;
}

interface SqliteStatement {
  get(...parameters: readonly SqliteValue[]): unknown;
  run(...parameters: readonly SqliteValue[]): { readonly changes: number };
}

type SqliteValue = string | number;

/** The part of `node:fs` that creates a file and reads its mode. */
interface FileModule {
  openSync(path: string, flags: "a" | "r", mode?: number): number;
  fstatSync(descriptor: number): { readonly mode: number };
  closeSync(descriptor: number): void;
}

/** Bun's built-in modules that podkey uses. */
interface BuiltinModules {
  readonly "bun:sqlite": SqliteModule;
  readonly "node:fs": FileModule;
  readonly "node:fs/promises": SocketModules["fs"];
  readonly "node:net": SocketModules["net"];
}

/** Returns Bun's API. Throws `CONFIGURATION` on another runtime. */
export function bunApi(): BunApi {
  const { Bun } = globalThis as { Bun?: BunApi };
  if (Bun) return Bun;
  throw missingRuntime("podkey/bun", "Bun");
}

/**
 * Returns one of Bun's built-in modules. No `import` names it, so bundlers for other runtimes do not fail on `bun:sqlite`.
 * Throws `CONFIGURATION` on another runtime.
 */
export function bunModule<Name extends keyof BuiltinModules>(name: Name): BuiltinModules[Name] {
  const { Bun } = globalThis as { Bun?: unknown };
  const found = Bun === undefined ? undefined : findBuiltinModule(name);
  if (found) return found as BuiltinModules[Name];
  throw missingRuntime("podkey/bun", `Bun with ${name}`);
}
