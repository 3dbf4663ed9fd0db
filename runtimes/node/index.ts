/**
 * podkey on Node: its environment, files, native hashing and HTTP server.
 *
 * @module
 */

export type { FetchHandler, ServeOptions, Server } from "../server.ts";
export { nodePorts } from "./ports.ts";
export { serve } from "./serve.ts";
