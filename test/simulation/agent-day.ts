import process from "node:process";
import { MINUTE_MS } from "../support/time.ts";
import { goAgentCalls } from "./go-agent.ts";
import { type PodsOfDay, podsOf } from "./pods.ts";
import { playPodsDay } from "./pods-day.ts";

/** Prints what a node's pods cost EKS Auth in a day: `node test/simulation/agent-day.ts`. */
const COUNTS = { job: 1800, "sdk-js": 95, botocore: 95, chatty: 10 };
const DAYS: readonly (readonly [name: string, day: PodsOfDay])[] = [
  ["all start in 10 minutes", { counts: COUNTS, jobsWithinMs: 10 * MINUTE_MS, seed: 1 }],
  ["jobs all day long", { counts: COUNTS, jobsWithinMs: 1435 * MINUTE_MS, seed: 1 }],
  ["services only", { counts: { ...COUNTS, job: 0 }, jobsWithinMs: 0, seed: 1 }],
];

for (const [name, day] of DAYS) {
  const startedMs = performance.now();
  const report = await playPodsDay(day);
  const go = goAgentCalls(podsOf(day));
  const facts = { ...report, goCalls: go.calls, goForDeadPods: go.forDeadPods };
  const lines = Object.entries(facts).map(([fact, value]) => `  ${fact.padEnd(16)}${value}`);
  const playedMs = Math.round(performance.now() - startedMs);
  process.stdout.write(`${name} (played in ${playedMs} ms)\n${lines.join("\n")}\n`);
}
