import type { Narrator } from "../../../cli/demo/narrator.ts";
import { type Stage, setStage } from "../../../cli/demo/stage.ts";
import { tellStory } from "../../../cli/demo/story.ts";
import { createClient } from "../../../runtimes/node/core.ts";
import { serve } from "../../../runtimes/node/serve.ts";

/** An answer of the emulated AWS, and what was asked. */
export interface Exchange {
  readonly path: string;
  readonly method: string;
  readonly body: string;
  readonly contentType: string | null;
  readonly status: number;
  readonly answer: string;
}

/** Changes an answer, so that a claim of the demo becomes false. Returns `undefined` for an answer that stays. */
export type Lie = (
  exchange: Exchange,
) => { readonly status?: number; readonly answer?: string; readonly code?: string } | undefined;

/** Tells the demo's story with an AWS that lies. Returns the titles of its steps, its lines and the error that ended it. */
export async function tellWith(lie: Lie) {
  const titles: string[] = [];
  const lines: string[] = [];
  const narrator: Narrator = {
    step: (title, run) => {
      titles.push(title);
      return run((line) => lines.push(line));
    },
    count: () => titles.length,
  };
  const honest = await setStage((line) => lines.push(line));
  const server = await serve(async (request) => {
    const body = await request.clone().text();
    const response = await honest.emulator.fetch(request);
    const answer = await response.text();
    const { pathname: path } = new URL(request.url);
    const { status, headers } = response;
    const contentType = request.headers.get("content-type");
    const changed = lie({ path, method: request.method, body, contentType, status, answer });
    if (changed?.code !== undefined) headers.set("x-amzn-errortype", changed.code);
    return new Response(changed?.answer ?? answer, { status: changed?.status ?? status, headers });
  });
  const { emulator } = honest;
  emulator.setPublicUrl(server.url);
  emulator.setConsistencyDelayMs(0);
  const clientOf: Stage["clientOf"] = (credentials) =>
    createClient({ region: "us-west-2", endpoint: server.url, credentials });
  try {
    const stage = { emulator, server, clientOf, client: clientOf(emulator.credentials) };
    const failure = await tellStory(stage, narrator).then(() => undefined, String);
    return { titles, lines, failure };
  } finally {
    await Promise.all([server.close(), honest.server.close()]);
  }
}

export const isCreate = ({ path, method }: Exchange): boolean =>
  method === "POST" && path.endsWith("/pod-identity-associations");
export const isUpdate = ({ path, method }: Exchange): boolean =>
  method === "POST" && path.includes("/pod-identity-associations/");
export const isDelete = ({ method }: Exchange): boolean => method === "DELETE";
export const isToken = ({ path }: Exchange): boolean => path.endsWith("/token");
export const isExchange = ({ path }: Exchange): boolean => path.endsWith("/assume-role-for-pod-identity");
export const isIdentity = ({ body }: Exchange): boolean => body.includes("GetCallerIdentity");
export const isPresigned = ({ path, method }: Exchange): boolean => path === "/" && method === "GET";

/** Replaces texts in an answer. */
export function replacing(
  ...[from, to]: [string | RegExp, string]
): (exchange: Exchange) => { answer: string } {
  return ({ answer }) => ({ answer: answer.replaceAll(new RegExp(from, "g"), to) });
}

/** Makes a lie of the answers that a test selects. */
export function about(
  isMeant: (exchange: Exchange) => boolean,
  change: (exchange: Exchange) => ReturnType<Lie>,
): Lie {
  return (exchange) => (isMeant(exchange) ? change(exchange) : undefined);
}
