import { PROXY_VARIABLES } from "../../src/http/send-to-metadata.ts";
import type { Send } from "../../src/lib/fetch.ts";
import { sendOverHttp } from "../shared/send-over-http.ts";
import { bunApi } from "./bun-api.ts";

/**
 * Makes the function that sends past every proxy. Without a proxy in the environment, it is `fetch`, because the load of `node:http`
 * takes half of the time until the first credentials. With a proxy, it is `node:http`: an older Bun ignores `proxy: false`.
 */
export function bunSendDirect(): Send {
  const overHttp = sendOverHttp("podkey/bun");
  return (url, init) => {
    const { env } = bunApi();
    if (PROXY_VARIABLES.some((name) => env[name])) return overHttp(url, init);
    return fetch(url, { ...init, proxy: false } as RequestInit);
  };
}
