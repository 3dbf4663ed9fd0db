/**
 * podkey on Node: its environment, files, native hashing and HTTP server.
 *
 * @module
 */
export { nodePorts } from "./ports.ts";
export { type FetchHandler, type ServeOptions, type Server, serve } from "./serve.ts";
