import { type Agent, createAgent } from "../../src/agent/create-agent.ts";
import type { TokenExchange } from "../../src/agent/upstream/token-exchange.ts";
import { type HeapEntry, insert, remove } from "../../src/lib/timer-heap.ts";
import { CREDENTIALS, NOW_MS } from "../support/aws-examples.ts";
import { seededChance } from "../support/chance.ts";
import { type FakeClock, virtualClock } from "../support/fake-clock.ts";
import { fakeRuntime } from "../support/fake-runtime.ts";
import { DAY_MS } from "../support/time.ts";
import { asksAgainAtMs, type PodsOfDay, podsOf, type SimulatedPod, tokenFiles } from "./pods.ts";

/** What became of the pods' requests, and what they cost. */
export interface PodsDayReport {
  readonly requests: number;
  /** Answered with an error, and asked again. */
  readonly refused: number;
  /** Answered with credentials past their expiration. */
  readonly expired: number;
  /** Times when a pod's credentials ended before it had new ones. */
  readonly ranOut: number;
  readonly calls: number;
  /** Calls for pods that are dead. */
  readonly forDeadPods: number;
  /** Calls in the busiest second. */
  readonly busiestSecond: number;
  /** Whether the limiter's bucket never went below nothing. */
  readonly isWithinLimit: boolean;
}

interface Ask extends HeapEntry {
  readonly pod: SimulatedPod;
}

const URL = "http://169.254.170.23/v1/credentials";
const LIFE_MS = 6 * 3_600_000;
const LATENCY_MS = 100;
const LIMITS = { maxServiceQps: 3, maxServiceBurst: 100 };
const DRAIN_TICKS = 120;

/** Plays the day through. */
export async function playPodsDay(day: PodsOfDay): Promise<PodsDayReport> {
  const clock = virtualClock(NOW_MS, DRAIN_TICKS);
  const pods = new Map(podsOf(day).map((pod) => [pod.name, pod]));
  const calls: { readonly atMs: number; readonly isForDead: boolean }[] = [];
  const exchange: TokenExchange = async ({ pod: { podName = "" } }) => {
    const isForDead = clock.now() > (pods.get(podName)?.diesAtMs ?? 0);
    const number = calls.push({ atMs: clock.now(), isForDead });
    await clock.sleep(LATENCY_MS);
    const accessKeyId = `ASIAEXAMPLE${String(number).padStart(9, "0")}`;
    return { ...CREDENTIALS, accessKeyId, expiration: new Date(clock.now() + LIFE_MS) };
  };
  const { now, monotonic, sleep, runLater } = clock;
  const ports = { ...fakeRuntime().ports, now, monotonic, sleep, runLater, random: seededChance(day.seed) };
  const agent = createAgent({ exchange, ...LIMITS, ports });
  const seen = await playClients(agent, clock, [...pods.values()]);
  await agent.close();
  const times = calls.map(({ atMs }) => atMs);
  return {
    ...seen,
    calls: calls.length,
    forDeadPods: calls.filter(({ isForDead }) => isForDead).length,
    busiestSecond: busiestSecond(times),
    isWithinLimit: isWithinLimit(times),
  };
}

async function playClients(agent: Agent, clock: FakeClock, pods: readonly SimulatedPod[]) {
  const seen = { requests: 0, refused: 0, expired: 0, ranOut: 0 };
  const asks: Ask[] = [];
  const tokenAt = tokenFiles();
  const held = new Map<SimulatedPod, number>();
  const reading = new Set<Promise<string>>();
  for (const pod of pods) insert(asks, { timeMs: pod.bornAtMs, index: -1, pod });
  const ask = async (pod: SimulatedPod): Promise<void> => {
    seen.requests += 1;
    const { token } = tokenAt(pod, clock.now());
    const response = await agent.fetch(new Request(URL, { headers: { authorization: token } }), {
      address: pod.name,
    });
    const nowMs = clock.now();
    const body = response.text();
    reading.add(body);
    const text = await body;
    reading.delete(body);
    const expiresAtMs = response.status === 200 ? expirationIn(text) : undefined;
    if ((held.get(pod) ?? Infinity) <= nowMs) seen.ranOut += 1;
    if (expiresAtMs === undefined) seen.refused += 1;
    else held.set(pod, expiresAtMs);
    if (expiresAtMs !== undefined && expiresAtMs <= nowMs) seen.expired += 1;
    const retryMs = 1000 * Number(response.headers.get("retry-after") ?? 1);
    const timeMs = expiresAtMs === undefined ? nowMs + retryMs : asksAgainAtMs(pod.kind, nowMs, expiresAtMs);
    if (timeMs < pod.diesAtMs) insert(asks, { timeMs, index: -1, pod });
  };
  for (let [next] = asks; next && next.timeMs < NOW_MS + DAY_MS; [next] = asks) {
    remove(asks, next);
    await clock.runUntil(next.timeMs);
    void ask(next.pod);
    // Answers must have been read before the next who asks is known.
    await clock.runUntil(Math.min(clock.now() + LATENCY_MS, asks[0]?.timeMs ?? Infinity));
    await Promise.all(reading);
  }
  return seen;
}

function expirationIn(text: string): number {
  return Date.parse((JSON.parse(text) as { Expiration: string }).Expiration);
}

function busiestSecond(times: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= 1000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function isWithinLimit(times: readonly number[]): boolean {
  const { maxServiceQps, maxServiceBurst } = LIMITS;
  let tokens = maxServiceBurst;
  let atMs = NOW_MS;
  for (const timeMs of times) {
    tokens = Math.min(maxServiceBurst, tokens + ((timeMs - atMs) * maxServiceQps) / 1000) - 1;
    atMs = timeMs;
    if (tokens < -1e-6) return false;
  }
  return true;
}
