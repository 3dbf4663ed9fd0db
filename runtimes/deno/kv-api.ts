import { ConfigurationError } from "../../src/errors/errors.ts";
import { type DenoApi, denoApi } from "./deno-api.ts";

/** The part of an open Deno KV that podkey uses. */
export interface DenoKv {
  get(key: readonly string[]): Promise<DenoKvEntry>;
  delete(key: readonly string[]): Promise<void>;
  atomic(): DenoKvTransaction;
}

/** What is under a key. `versionstamp` is `null` where nothing is. */
export interface DenoKvEntry {
  readonly value: unknown;
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
