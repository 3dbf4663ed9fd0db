import { PROXY_VARIABLES } from "../../src/http/send-to-metadata.ts";
import type { FetchInit, Send } from "../../src/lib/fetch.ts";
import { sendOverHttp } from "../shared/send-over-http.ts";
import { type DenoApi, denoApi } from "./deno-api.ts";

/** The codes of Node's network errors, by the system's texts that Deno's errors quote. */
const CODES = {
  "Connection refused": "ECONNREFUSED",
  "Connection reset": "ECONNRESET",
  "timed out": "ETIMEDOUT",
  "No route to host": "EHOSTUNREACH",
  "Network is unreachable": "ENETUNREACH",
} as const;

/**
 * Makes the function that sends past every proxy. It is `fetch` if the program may read the proxy variables and none is set, and
 * otherwise `node:http`, whose load takes half of the time until the first credentials.
 */
export function denoSendDirect(): Send {
  const overHttp = sendOverHttp("podkey/deno");
  return (url, init) => {
    const deno = denoApi();
    return mayUseProxy(deno) ? overHttp(url, init) : fetchByOwnClient(deno, url, init);
  };
}

/** Never asks the user for a permission. */
function mayUseProxy({ permissions, env, createHttpClient }: DenoApi): boolean {
  const mayBeSet = (variable: string): boolean =>
    permissions.querySync({ name: "env", variable }).state !== "granted" || Boolean(env.get(variable));
  return !createHttpClient || PROXY_VARIABLES.some(mayBeSet);
}

/** Fetches by a new client, because a client keeps the proxy variables that were set when it was made. */
async function fetchByOwnClient(deno: DenoApi, url: string, init: FetchInit): Promise<Response> {
  const client = deno.createHttpClient?.({});
  try {
    return await fetch(url, { ...init, client } as RequestInit);
  } catch (error) {
    throw withCode(error);
  } finally {
    // The response can still be read. An open client would count as a leak in tests of Deno.
    client?.close();
  }
}

/** Adds the code of a network error, as errors of `node:http` have it. */
function withCode(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  const text = error.cause instanceof Error ? error.cause.message : error.message;
  const found = Object.entries(CODES).find(([part]) => text.includes(part));
  return found ? Object.assign(error, { code: found[1] }) : error;
}
