import { NOW_MS } from "../support/aws-examples.ts";
import { DAY_MS, HOUR_MS } from "../support/time.ts";
import { asksAgainAtMs, type SimulatedPod, tokenFiles } from "./pods.ts";

/** The calls of EKS Auth in a day. */
export interface GoAgentCalls {
  readonly calls: number;
  /** Those for pods that are dead. */
  readonly forDeadPods: number;
}

const RENEWAL_MS = 3 * HOUR_MS;
const LIFE_MS = 6 * HOUR_MS;

/**
 * What the Go agent's policy costs: credentials are kept by token and renewed every three hours, whether anybody asks or
 * not, until the token ends. With a cache that holds them all, and without its limiter.
 */
export function goAgentCalls(pods: readonly SimulatedPod[]): GoAgentCalls {
  const times = pods.flatMap((pod) => callsFor(pod).map((atMs) => ({ pod, atMs })));
  return { calls: times.length, forDeadPods: times.filter(({ pod, atMs }) => atMs > pod.diesAtMs).length };
}

function callsFor(pod: SimulatedPod): number[] {
  const endMs = NOW_MS + DAY_MS;
  const keptSinceMs = new Map<string, number>();
  const tokenAt = tokenFiles();
  const calls: number[] = [];
  for (let nowMs = pod.bornAtMs; nowMs < Math.min(pod.diesAtMs, endMs); ) {
    const { token, expiresAtMs } = tokenAt(pod, nowMs);
    const sinceMs = keptSinceMs.get(token) ?? nowMs;
    if (!keptSinceMs.has(token)) calls.push(...renewals(nowMs, Math.min(expiresAtMs, endMs)));
    keptSinceMs.set(token, sinceMs);
    const fetchedAtMs = sinceMs + Math.floor((nowMs - sinceMs) / RENEWAL_MS) * RENEWAL_MS;
    nowMs = asksAgainAtMs(pod.kind, nowMs, fetchedAtMs + LIFE_MS);
  }
  return calls;
}

function renewals(fromMs: number, toMs: number): number[] {
  return Array.from(
    { length: Math.ceil((toMs - fromMs) / RENEWAL_MS) },
    (_, index) => fromMs + index * RENEWAL_MS,
  );
}
