import { missingRuntime } from "../shared/missing-runtime.ts";
import type { SocketModules } from "../shared/server/unix-socket.ts";

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
