import type { Bytes } from "../../src/lib/bytes.ts";
import { missingRuntime } from "../shared/missing-runtime.ts";
import type { SocketModules } from "../shared/server/unix-socket.ts";

/** The part of Bun's API that podkey uses. */
export interface BunApi {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly CryptoHasher: {
    new (algorithm: "sha256", hmacKey: Bytes): BunHasher;
    hash(algorithm: "sha256", data: string | Bytes, encoding: "hex"): string;
  };
  /** From Bun 1.4. */
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

/** How Bun's server answers, wherever it listens. */
export interface BunServing {
  readonly fetch: (request: Request, server: BunServer) => Promise<Response>;
  readonly error: (error: unknown) => Response;
  readonly maxRequestBodySize: number;
  /** Seconds; at most 255. */
  readonly idleTimeout: number;
}

type BunServeOptions = BunServing &
  ({ readonly port: number; readonly hostname: string } | { readonly unix: string });

/** A server of Bun's. On a unix socket it has neither host nor port. */
export interface BunServer {
  readonly hostname: string;
  readonly port: number;
  /** `null` on a unix socket. */
  requestIP(request: Request): { readonly address: string } | null;
  stop(closeActiveConnections: boolean): Promise<void>;
}

/** Bun's API, looked up when it is used. Throws `CONFIGURATION` on another runtime. */
export function bunApi(): BunApi {
  const { Bun } = globalThis as { Bun?: BunApi };
  if (Bun) return Bun;
  throw missingRuntime("podkey/bun", "Bun");
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

/** The part of `node:fs` that makes a file, or tells who may read one. */
interface FileModule {
  openSync(path: string, flags: "a", mode: number): number;
  fstatSync(descriptor: number): { readonly mode: number };
  closeSync(descriptor: number): void;
}

interface BuiltinModules {
  readonly "bun:sqlite": SqliteModule;
  readonly "node:fs": FileModule;
  readonly "node:fs/promises": SocketModules["fs"];
  readonly "node:net": SocketModules["net"];
}

interface ProcessWithModules {
  readonly getBuiltinModule?: (name: string) => unknown;
}

/**
 * One of Bun's built-in modules, looked up when it is used: so `podkey/bun` imports cleanly elsewhere, and no bundler asks
 * for it. Throws `CONFIGURATION` on another runtime.
 */
export function bunModule<Name extends keyof BuiltinModules>(name: Name): BuiltinModules[Name] {
  const { Bun, process } = globalThis as { Bun?: unknown; process?: ProcessWithModules };
  const found = Bun === undefined ? undefined : process?.getBuiltinModule?.(name);
  if (found) return found as BuiltinModules[Name];
  throw missingRuntime("podkey/bun", `Bun with ${name}`);
}
