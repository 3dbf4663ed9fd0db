import { decodeJwt } from "jose";
import type { AgentEvent } from "../../../src/agent/answer/events.ts";
import { type Agent, createAgent } from "../../../src/agent/create-agent.ts";
import type { AgentOptions } from "../../../src/agent/options.ts";
import { createTokenVerifier, type TokenVerifier } from "../../../src/agent/tokens/token-verifier.ts";
import { createEmulator, type Emulator } from "../../../src/emulator/index.ts";
import type { Ports } from "../../../src/ports.ts";
import { CREDENTIALS, NOW_MS, ROLE_ARN } from "../../support/aws-examples.ts";
import { type FakeClock, fakeClock, queueTurn } from "../../support/fake-clock.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { type Answer, credentialsRequest, readAnswer } from "./answer.ts";

/** Options of `createAgent`, and whether it verifies tokens itself. */
export interface EmulatedAgentOptions extends Omit<AgentOptions, "ports" | "verify"> {
  readonly isVerifying?: boolean;
}

/** An agent and the emulator behind it, on one clock. */
export interface EmulatedAgent {
  readonly agent: Agent;
  readonly emulator: Emulator;
  readonly clock: FakeClock;
  readonly events: AgentEvent[];
  /** The reasons why keys could not be fetched. */
  readonly keysFailures: readonly unknown[];
  readonly issuer: string;
  /** Issues a token for a pod with the association. It lives 24 hours by default. */
  readonly issueToken: (podName?: string, expirationSeconds?: number, audience?: string) => Promise<string>;
  /** Sends a request and lets time pass until it is answered. */
  readonly get: (token: string) => Promise<Answer>;
  /** Waits for a promise. Moves the clock only while no cryptography is under way. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>;
  /** Returns how many requests of an operation reached the emulator. */
  readonly countOf: (operation: string) => number;
}

export const EXCHANGE = "AssumeRoleForPodIdentity";
export const KEYS = "IssuerKeys";
export const DISCOVERY = "OpenIdConfiguration";
const PAIR = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" } as const;
const ADDON_ARN = "arn:aws:eks:us-west-2:111122223333:addon/demo/checkout/1";
const STEP_MS = 50;
const MAX_STEPS = 2000;
const QUEUE_TURNS = 4;

/** Makes an emulator with one association, and an agent that uses it. */
export async function emulatedAgent(options: EmulatedAgentOptions = {}): Promise<EmulatedAgent> {
  const { isVerifying = false, onEvent, ...settings } = options;
  const clock = fakeClock(NOW_MS);
  const work = trackedWork();
  const emulator = createEmulator({ now: clock.now, seed: 7, sleep: work.idleDuring(clock.sleep) });
  emulator.addAddonAssociation({ ...PAIR, roleArn: ROLE_ARN, ownerArn: ADDON_ARN });
  const { now, monotonic, sleep, runLater } = clock;
  const fetch: Ports["fetch"] = (url, init) => work.track(emulator.fetch(url, init));
  const ports = { ...fakeRuntime().ports, fetch, now, monotonic, sleep, runLater };
  const issueToken: EmulatedAgent["issueToken"] = (podName = "checkout-0", expirationSeconds, audience) =>
    emulator.issueToken({
      ...PAIR,
      podName,
      ...(expirationSeconds && { expirationSeconds }),
      ...(audience && { audience }),
    });
  const issuer = decodeJwt(await issueToken()).iss ?? "";
  const keysFailures: unknown[] = [];
  const onKeysFailure = (error: unknown): void => void keysFailures.push(error);
  const verifier = createTokenVerifier({ issuer, ports, onKeysFailure });
  const verify: TokenVerifier = (token) => work.track(verifier(token));
  const events: AgentEvent[] = [];
  const agent = createAgent({
    clusterName: "demo",
    region: "us-west-2",
    credentials: CREDENTIALS,
    ...settings,
    ...(isVerifying && { verify }),
    onEvent: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    ports,
  });
  const settle = settler(clock, work);
  return {
    agent,
    emulator,
    clock,
    events,
    keysFailures,
    issuer,
    issueToken,
    get: async (token) => readAnswer(await settle(agent.fetch(credentialsRequest(token)))),
    settle,
    countOf: (operation) => emulator.requests.filter((request) => request.operation === operation).length,
  };
}

/** Drops all connections to the issuer. */
export function breakIssuer({ emulator }: EmulatedAgent): void {
  for (const operation of [KEYS, DISCOVERY]) emulator.injectFault({ kind: "drop", operation, times: 1000 });
}

/** Counts work that needs real time: the cryptography of the emulator and of the verifier. */
interface TrackedWork {
  readonly isBusy: () => boolean;
  readonly track: <T>(promise: Promise<T>) => Promise<T>;
  readonly idleDuring: (sleep: (ms: number) => Promise<void>) => (ms: number) => Promise<void>;
}

function trackedWork(): TrackedWork {
  let open = 0;
  return {
    isBusy: () => open > 0,
    track: async (promise) => {
      open += 1;
      try {
        return await promise;
      } finally {
        open -= 1;
      }
    },
    idleDuring: (sleep) => async (ms) => {
      open -= 1;
      await sleep(ms);
      open += 1;
    },
  };
}

function settler(clock: FakeClock, { isBusy }: TrackedWork): EmulatedAgent["settle"] {
  return async (promise) => {
    let isOpen = true;
    const close = (): void => {
      isOpen = false;
    };
    promise.then(close, close);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      for (let turn = 0; turn < QUEUE_TURNS || isBusy(); turn += 1) await queueTurn();
      if (!isOpen) return promise;
      clock.advance(STEP_MS);
    }
    throw new Error("the promise is not settled, however far the clock moves");
  };
}
