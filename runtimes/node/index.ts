/**
 * podkey on Node: sessions, ports, a store in files, and an HTTP server.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session/session.ts";
export type { ConnectOptions } from "../shared/connect.ts";
export type { FileStoreOptions } from "../shared/file-store/store-in-files.ts";
export type {
  CloseOptions,
  FetchHandler,
  ServedClient,
  ServeOptions,
  Server,
} from "../shared/server/server.ts";
export { connect } from "./connect.ts";
export { fileStore } from "./file-store.ts";
export { nodePorts } from "./ports.ts";
export { serve, serveAgent } from "./serve.ts";
