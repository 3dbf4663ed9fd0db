import type { DenoKv } from "../../../runtimes/deno/deno-api.ts";

/** The part of Deno's API that the tests of its stores use. */
export interface DenoTestApi {
  openKv(path: string): Promise<OpenKv>;
  makeTempDir(): Promise<string>;
  remove(path: string, options: { readonly recursive: true }): Promise<void>;
  mkdir(path: string, options: { readonly recursive: true; readonly mode: number }): Promise<void>;
  writeTextFile(path: string, text: string): Promise<void>;
  stat(path: string): Promise<{ readonly mode: number | null }>;
  chmod(path: string, mode: number): Promise<void>;
  readDir(path: string): AsyncIterable<{ readonly name: string }>;
}

interface OpenKv extends DenoKv {
  set(key: readonly string[], value: unknown): Promise<unknown>;
  close(): void;
}

/** Returns Deno's API. Its tests run on Deno only. */
export function deno(): DenoTestApi {
  return (globalThis as unknown as { Deno: DenoTestApi }).Deno;
}
