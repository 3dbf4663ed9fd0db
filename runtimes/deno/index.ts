/**
 * podkey on Deno: sessions, ports, stores in files and in Deno KV, and an HTTP server.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session/session.ts";
export type { ConnectOptions } from "../shared/connect.ts";
export type { FileStoreOptions } from "../shared/file-store/store-in-files.ts";
export type { KeepWarmOptions, WarmOptions } from "../shared/keep-warm.ts";
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
export { type DenoKeepWarmOptions, keepWarm } from "./keep-warm.ts";
export { type KvStoreOptions, kvStore } from "./kv-store.ts";
export { denoPorts } from "./ports.ts";
export { serve, serveAgent } from "./serve.ts";
