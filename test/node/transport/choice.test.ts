import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runtimePorts } from "../../../runtimes/node/ports.ts";
import { answerAsAws, withServer } from "./run-program.ts";

/** The part of a dispatcher of undici that a program may set. */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
  compose?(...interceptors: readonly unknown[]): Dispatcher;
}

type AgentClass = new (options?: object) => Dispatcher;

const PLACES = [1, 2].map((version) => Symbol.for(`undici.globalDispatcher.${version}`));
const { fetch: PORT } = runtimePorts();
const realFetch = globalThis.fetch;
let saved: readonly unknown[] = [];

beforeEach(async () => {
  // Loads undici, which then has its default dispatcher.
  await fetch("http://127.0.0.1:1").catch(() => undefined);
  saved = PLACES.map((place) => Reflect.get(globalThis, place));
});

afterEach(() => {
  globalThis.fetch = realFetch;
  PLACES.forEach((place, index) => {
    Reflect.set(globalThis, place, saved[index]);
  });
});

/** Returns undici's class `Agent`, which Node does not export. */
function agentClass(): AgentClass {
  const agents = PLACES.map((place) => Reflect.get(globalThis, place) as Dispatcher | undefined);
  const agent = agents.find((found) => found?.constructor.name === "Agent");
  return agent?.constructor as AgentClass;
}

/** Sends a request as operations do. Returns `fetch` or `node:http`, by the headers that only `fetch` adds. */
async function wayOfSending(): Promise<string> {
  let way = "";
  const server = createServer((request, response) => {
    way = "sec-fetch-mode" in request.headers ? "fetch" : "node:http";
    answerAsAws(request, response);
  });
  await withServer(server, async (origin) => {
    const { send = PORT } = PORT;
    const { signal } = new AbortController();
    const { body } = await send(`${origin}/`, { method: "GET", headers: {}, redirect: "manual", signal });
    await body?.getReader().read();
  });
  return way;
}

describe("operations on Node", () => {
  it("are sent by node:http, also after the program has used fetch", async () => {
    expect(await wayOfSending()).toBe("node:http");
  });

  it("are sent by fetch if the program has replaced it", async () => {
    let calls = 0;
    globalThis.fetch = (...input) => {
      calls += 1;
      return realFetch(...input);
    };

    expect([await wayOfSending(), calls]).toEqual(["fetch", 1]);
  });

  it("are sent by node:http again once the program has restored fetch", async () => {
    globalThis.fetch = async () => new Response("stub");
    globalThis.fetch = realFetch;

    expect(await wayOfSending()).toBe("node:http");
  });

  it.each<[string, (Agent: AgentClass) => Dispatcher]>([
    ["a client certificate", (Agent) => new Agent({ connect: { cert: "", key: "" } })],
    ["another time limit", (Agent) => new Agent({ headersTimeout: 10_000 })],
    ["another class", (Agent) => new (class ProxyAgent extends Agent {})()],
    ["an object of its own", (Agent) => ownDispatcher(new Agent())],
    ["a changed method", (Agent) => withOwnDispatch(new Agent())],
    ["an interceptor", (Agent) => composed(new Agent())],
  ])("are sent by fetch if the program has set a dispatcher of undici with %s", async (_, make) => {
    const dispatcher = make(agentClass());
    for (const place of PLACES) Reflect.set(globalThis, place, dispatcher);

    expect(await wayOfSending()).toBe("fetch");
  });

  it("are sent by node:http with a new dispatcher that is like the default one", async () => {
    const Agent = agentClass();
    for (const place of PLACES) Reflect.set(globalThis, place, new Agent());

    expect(await wayOfSending()).toBe("node:http");
  });
});

/** Makes a dispatcher that shares no class with undici's. */
function ownDispatcher(agent: Dispatcher): Dispatcher {
  return { dispatch: (options, handler) => agent.dispatch(options, handler) };
}

function withOwnDispatch(agent: Dispatcher): Dispatcher {
  const dispatch = agent.dispatch.bind(agent);
  agent.dispatch = (options, handler) => dispatch(options, handler);
  return agent;
}

function composed(agent: Dispatcher): Dispatcher {
  const interceptor = (dispatch: Dispatcher["dispatch"]) => dispatch;
  return agent.compose?.(interceptor) ?? agent;
}
