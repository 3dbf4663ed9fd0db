/**
 * podkey on Deno: its environment, files, native hashing and HTTP server.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session/session.ts";
export type { ConnectOptions } from "../shared/connect.ts";
export type { FileStoreOptions } from "../shared/file-store/store-in-files.ts";
export type { KeepWarmOptions } from "../shared/keep-warm.ts";
export type {
  CloseOptions,
  FetchHandler,
  ServedClient,
  ServeOptions,
  Server,
} from "../shared/server/server.ts";
export { connect } from "./connect.ts";
export type { DenoKv } from "./deno-api.ts";
export { fileStore } from "./file-store.ts";
export { keepWarm } from "./keep-warm.ts";
export { type KvStoreOptions, kvStore } from "./kv-store.ts";
export { denoPorts } from "./ports.ts";
export { serve, serveAgent } from "./serve.ts";
