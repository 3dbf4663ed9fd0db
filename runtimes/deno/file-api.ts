import { type DenoApi, denoApi } from "./deno-api.ts";

/** The part of Deno's API that a store of files uses. */
export interface DenoFileApi extends DenoApi {
  readonly build: { readonly os: string };
  readonly errors: DenoApi["errors"] & { readonly AlreadyExists: DenoApi["errors"]["NotFound"] };
  readonly permissions: {
    querySync(permission: { readonly name: "sys"; readonly kind: "uid" }): { readonly state: string };
  };
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

/** Deno's API for files. Throws `CONFIGURATION` on another runtime. */
export function denoFileApi(): DenoFileApi {
  return denoApi() as DenoFileApi;
}
