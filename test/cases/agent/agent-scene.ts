import type { AgentEvent } from "../../../src/agent/answer/events.ts";
import { type Agent, createAgent } from "../../../src/agent/create-agent.ts";
import type { AgentOptions } from "../../../src/agent/options.ts";
import type { TokenExchange } from "../../../src/agent/upstream/token-exchange.ts";
import type { Ports } from "../../../src/ports.ts";
import type { Pod } from "../../../src/tokens/service-account-token.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import { type FakeClock, virtualClock } from "../../support/fake-clock.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { HOUR_MS } from "../../support/time.ts";
import { type Answer, credentialsRequest, readAnswer } from "./answer.ts";

/** Options of `createAgent`, and the behaviour of the fake exchange. */
export interface AgentSceneOptions extends Omit<AgentOptions, "ports" | "exchange"> {
  readonly ports?: Partial<Ports>;
  readonly lifeMs?: number;
  readonly latencyMs?: number;
  readonly random?: () => number;
}

/** An exchange that returns a new key for each call, unless a failure is set. */
export interface FakeExchange {
  readonly exchange: TokenExchange;
  /** All calls in order, with their times since the start. */
  readonly calls: { readonly token: string; readonly pod: Pod; readonly atMs: number }[];
  /** Returns the error of a call, or `undefined` if it succeeds. */
  fails: (token: string) => unknown;
  /** How long credentials live, in milliseconds; `undefined`: they have no expiration. */
  lifeMs: number | undefined;
  latencyMs: number;
}

/** An agent on a virtual clock with an exchange that a test can break. */
export interface AgentScene {
  readonly agent: Agent;
  readonly clock: FakeClock;
  readonly events: AgentEvent[];
  readonly source: FakeExchange;
  /** Sends a request. Time does not pass while it waits. */
  readonly ask: (token: string, address?: string) => Promise<Response>;
  /** Sends a request and lets time pass until it is answered. */
  readonly get: (token: string, address?: string) => Promise<Answer>;
  /** Sends concurrent requests and lets time pass until all are answered. */
  readonly getAll: (tokens: readonly string[], address?: string) => Promise<Answer[]>;
  /** Lets time pass, with all timers that are due in it. */
  readonly pass: (ms: number) => Promise<void>;
  readonly eventsOf: <Type extends AgentEvent["type"]>(type: Type) => Extract<AgentEvent, { type: Type }>[];
}

/** More than the longest chain of promises from a request to its answer. */
const DRAIN_TICKS = 200;

/** Returns the access key id of the exchange with this number, counted from 1. */
export function keyOf(number: number): string {
  return `ASIAEXAMPLE${String(number).padStart(9, "0")}`;
}

/** Makes an exchange on a clock. */
function fakeExchange(clock: FakeClock, lifeMs: number = 6 * HOUR_MS, latencyMs = 0): FakeExchange {
  const source: FakeExchange = {
    calls: [],
    fails: () => undefined,
    lifeMs,
    latencyMs,
    exchange: async ({ token, pod }) => {
      const number = source.calls.push({ token, pod, atMs: clock.now() - NOW_MS });
      if (source.latencyMs > 0) await clock.sleep(source.latencyMs);
      const failure = source.fails(token);
      if (failure !== undefined) throw failure;
      const known = { ...CREDENTIALS, accessKeyId: keyOf(number), sessionToken: `session-of-${number}` };
      if (source.lifeMs === undefined) return known;
      return { ...known, expiration: new Date(clock.now() + source.lifeMs) };
    },
  };
  return source;
}

/** Makes an agent on a virtual clock. */
export function agentScene(options: AgentSceneOptions = {}): AgentScene {
  const { ports, lifeMs, latencyMs, random = () => 0, onEvent, ...settings } = options;
  const clock = virtualClock(NOW_MS, DRAIN_TICKS);
  const { now, monotonic, sleep, runLater } = clock;
  const startedMs = monotonic();
  const source = fakeExchange(clock, lifeMs, latencyMs);
  const events: AgentEvent[] = [];
  const agent = createAgent({
    ...settings,
    exchange: source.exchange,
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    ports: { ...fakeRuntime().ports, now, monotonic, sleep, runLater, random, ...ports },
  });
  const ask: AgentScene["ask"] = (token, address) =>
    agent.fetch(credentialsRequest(token), address === undefined ? {} : { address });
  return {
    agent,
    clock,
    events,
    source,
    ask,
    get: async (token, address) => readAnswer(await clock.settle(ask(token, address))),
    getAll: async (tokens, address) => {
      const responses = Promise.all(tokens.map((token) => ask(token, address)));
      return Promise.all((await clock.settle(responses)).map(readAnswer));
    },
    // The wall clock may have been stepped.
    pass: (ms) => clock.runUntil(NOW_MS + clock.monotonic() - startedMs + ms),
    eventsOf: (type) => events.filter((event) => event.type === type) as never,
  };
}
