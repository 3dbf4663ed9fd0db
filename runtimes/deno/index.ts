/**
 * podkey on Deno: its environment, files, native hashing and HTTP server.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session.ts";
export type { ConnectOptions } from "../connect.ts";
export type { FileStoreOptions } from "../file-store/store-in-files.ts";
export type { KeepWarmOptions } from "../keep-warm.ts";
export type { CloseOptions, FetchHandler, ServedClient, ServeOptions, Server } from "../server.ts";
export { connect } from "./connect.ts";
export { fileStore } from "./file-store.ts";
export { keepWarm } from "./keep-warm.ts";
export type { DenoKv } from "./kv-api.ts";
export { type KvStoreOptions, kvStore } from "./kv-store.ts";
export { denoPorts } from "./ports.ts";
export { serve } from "./serve.ts";
export { serveAgent } from "./serve-agent.ts";
