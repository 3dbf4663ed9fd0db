import { describe, expect, it } from "vitest";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { unreachable } from "../credentials/refresh/refusals.ts";
import { agentScene } from "./agent-scene.ts";
import { podToken } from "./pod-token.ts";

const OUTAGE_MS = 10 * MINUTE_MS;
const ROUND_MS = 30 * SECOND_MS;
const KNOWN = Array.from({ length: 50 }, (_, index) => podToken(`known-${index}`));
const NEW = Array.from({ length: 10 }, (_, index) => podToken(`new-${index}`));

/** What clients saw: the statuses, and how many responses had Retry-After. */
interface Seen {
  readonly statuses: number[];
  hints: number;
}

/** Plays ten minutes without EKS Auth, in which the credentials of all known pods enter their last 25 minutes. */
async function outage() {
  const scene = agentScene();
  const { getAll, pass, source, clock } = scene;
  await getAll(KNOWN);
  await pass(6 * HOUR_MS - 30 * MINUTE_MS);
  const known: Seen = { statuses: [], hints: 0 };
  const newPods: Seen = { statuses: [], hints: 0 };
  source.calls.length = 0;
  source.fails = () => unreachable();
  const endsAtMs = clock.now() + OUTAGE_MS;
  while (clock.now() < endsAtMs) {
    note(known, await getAll(KNOWN));
    note(newPods, await getAll(NEW));
    await pass(ROUND_MS);
  }
  const calls = source.calls.length;
  source.fails = () => undefined;
  await pass(MINUTE_MS);
  const after = { known: await getAll(KNOWN), newPods: await getAll(NEW) };
  return { known, newPods, calls, after, exchanged: source.calls.length - calls };
}

function note(seen: Seen, answers: readonly { status: number; headers: Headers }[]): void {
  for (const { status, headers } of answers) {
    seen.statuses.push(status);
    if (headers.has("retry-after")) seen.hints += 1;
  }
}

describe("an outage of EKS Auth for ten minutes", () => {
  let shared: ReturnType<typeof outage> | undefined;
  const seen = (): ReturnType<typeof outage> => {
    shared ??= outage();
    return shared;
  };

  it("does not affect a pod with cached credentials", async () => {
    const { statuses } = (await seen()).known;
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(statuses.length).toBeGreaterThan(500);
  });

  it("gives a new pod 503 with Retry-After", async () => {
    const { statuses, hints } = (await seen()).newPods;
    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(hints).toBe(statuses.length);
  });

  it("causes no more calls than the limit of three per second", async () => {
    expect((await seen()).calls).toBeLessThanOrEqual((OUTAGE_MS / SECOND_MS) * 3 + 100);
  });

  it("is over one minute later: every pod has new credentials by one exchange each", async () => {
    const { after, exchanged } = await seen();
    const statuses = [...after.known, ...after.newPods].map(({ status }) => status);

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(exchanged).toBe(KNOWN.length + NEW.length);
  });
});

it("a request after the expiration waits for a renewal that hangs no longer than answerWithinMs", async () => {
  const { agent, get, pass, source, clock } = agentScene({ lifeMs: HOUR_MS });
  const token = podToken("checkout-0");
  await get(token);
  await pass(59 * MINUTE_MS + 30 * SECOND_MS);
  source.latencyMs = 24 * HOUR_MS;
  await get(token);
  await pass(30 * SECOND_MS);
  expect(agent.state().kept).toBe(0);
  const startedMs = clock.monotonic();

  expect((await get(token)).status).toBe(503);
  expect(clock.monotonic() - startedMs).toBe(25 * SECOND_MS);
});
