/**
 * podkey on Cloudflare Workers.
 *
 * @module
 */
export { workerPorts } from "./ports.ts";
