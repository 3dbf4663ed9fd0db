/**
 * podkey on Bun: sessions, ports, a store in SQLite, and an HTTP server.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session/session.ts";
export type { ConnectOptions } from "../shared/connect.ts";
export type { KeepWarmOptions, WarmOptions } from "../shared/keep-warm.ts";
export type {
  CloseOptions,
  FetchHandler,
  ServedClient,
  ServeOptions,
  Server,
} from "../shared/server/server.ts";
export { connect } from "./connect.ts";
export { keepWarm } from "./keep-warm.ts";
export { bunPorts } from "./ports.ts";
export { serve, serveAgent } from "./serve.ts";
export { type SqliteStoreOptions, sqliteStore } from "./sqlite-store.ts";
