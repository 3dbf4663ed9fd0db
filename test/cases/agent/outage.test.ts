import { describe, expect, it } from "vitest";
import { unreachable } from "../credentials/refresh/refusals.ts";
import { agentScene, HOUR_MS, MINUTE_MS, SECOND_MS } from "./agent-scene.ts";
import { podToken } from "./pod-token.ts";

const OUTAGE_MS = 10 * MINUTE_MS;
const ROUND_MS = 30 * SECOND_MS;
const KNOWN = Array.from({ length: 50 }, (_, index) => podToken(`known-${index}`));
const NEW = Array.from({ length: 10 }, (_, index) => podToken(`new-${index}`));

/** What a client saw: statuses, and whether it was told when to come again. */
interface Seen {
  readonly statuses: number[];
  hints: number;
}

/** Ten minutes without EKS Auth, in which the credentials of all known pods come into their last 25 minutes. */
async function outage() {
  const scene = agentScene();
  const { getAll, pass, source, clock } = scene;
  await getAll(KNOWN);
  await pass(6 * HOUR_MS - 30 * MINUTE_MS);
  const known: Seen = { statuses: [], hints: 0 };
  const strangers: Seen = { statuses: [], hints: 0 };
  source.calls.length = 0;
  source.fails = () => unreachable();
  const endsAtMs = clock.now() + OUTAGE_MS;
  while (clock.now() < endsAtMs) {
    note(known, await getAll(KNOWN));
    note(strangers, await getAll(NEW));
    await pass(ROUND_MS);
  }
  const calls = source.calls.length;
  source.fails = () => undefined;
  await pass(MINUTE_MS);
  const after = { known: await getAll(KNOWN), strangers: await getAll(NEW) };
  return { known, strangers, calls, after, exchanged: source.calls.length - calls };
}

function note(seen: Seen, answers: readonly { status: number; headers: Headers }[]): void {
  for (const { status, headers } of answers) {
    seen.statuses.push(status);
    if (headers.has("retry-after")) seen.hints += 1;
  }
}

describe("ten minutes without EKS Auth", () => {
  let shared: ReturnType<typeof outage> | undefined;
  const seen = (): ReturnType<typeof outage> => {
    shared ??= outage();
    return shared;
  };

  it("are not noticed by a pod whose credentials are kept", async () => {
    const { statuses } = (await seen()).known;
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(statuses.length).toBeGreaterThan(500);
  });

  it("are told to a pod that is new, with a hint when to come again", async () => {
    const { statuses, hints } = (await seen()).strangers;
    expect(new Set(statuses)).toEqual(new Set([503]));
    expect(hints).toBe(statuses.length);
  });

  it("cost no more calls than the limit of three a second", async () => {
    expect((await seen()).calls).toBeLessThanOrEqual((OUTAGE_MS / SECOND_MS) * 3 + 100);
  });

  it("leave nothing behind a minute later: everybody has new credentials, by an exchange each", async () => {
    const { after, exchanged } = await seen();
    const statuses = [...after.known, ...after.strangers].map(({ status }) => status);

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(exchanged).toBe(KNOWN.length + NEW.length);
  });
});
