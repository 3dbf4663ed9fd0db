/**
 * podkey on Node: its environment, files, native hashing and HTTP server.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session.ts";
export type { ConnectOptions } from "../connect.ts";
export type { FileStoreOptions } from "../file-store/store-in-files.ts";
export type { CloseOptions, FetchHandler, ServedClient, ServeOptions, Server } from "../server.ts";
export { connect } from "./connect.ts";
export { fileStore } from "./file-store.ts";
export { nodePorts } from "./ports.ts";
export { serve } from "./serve.ts";
export { serveAgent } from "./serve-agent.ts";
