import type { Bench, Effort, Goal } from "../framework/bench.ts";
import { FULL_EFFORT } from "../framework/bench.ts";
import { findRow, type Group, type Row, readable } from "../framework/figures.ts";
import type { SeenSummary } from "./burst.ts";
import type { CachedAnswers } from "./cached-answers.ts";
import { type AgentFigures, measureAgents } from "./measure-agents.ts";
import type { TroubledUpstream } from "./troubled-upstream.ts";

const FULL_SECONDS = 4;
const QUICK_SECONDS = 1;

/** podkey's agent, compared with the Go agent of EKS. */
export const agent: Bench = {
  name: "agent",
  title: "The agent",
  about: `Each agent runs in a process, and the emulator in another. First the agent answers from its cache: 50 connections, with
load from wrk if it is installed and otherwise from autocannon. *Processor* is the processor time of one answer, which a busy machine changes
little. Then a thousand requests arrive at one moment, for ten tokens that the agent does not know; they need at least ten calls of EKS Auth.
Then EKS Auth has a fault, and 100 requests arrive for ten known tokens and 100 for ten new ones: how many get credentials, and how long does
the slowest wait? The Go agent is measured if \`PODKEY_GO_AGENT\` names its binary. Here it was built from its sources of 2026, without the
limit of 1,000 requests a second.`,
  packages: ["autocannon"],
  needsBuild: true,
  isPlotted: ({ name }) => /^(Answers|Processor|Memory)/.test(name),
  goals: [
    {
      what: "agent, cached answer",
      goal: "faster than the Go agent without its limits",
      judge: (groups) => {
        const loads = groups.filter(({ name }) => name.startsWith("Answers"));
        const factors = loads.flatMap(({ rows }) =>
          rows.flatMap(({ ratio }) => (ratio ? [ratio.median] : [])),
        );
        const isMeasured = factors.length > 0;
        const span = `${readable(Math.min(...factors))}x to ${readable(Math.max(...factors))}x`;
        return {
          measured: isMeasured ? `on Node 24, ${span} the answers a second` : "not measured: no Go agent",
          isMet: isMeasured && factors.every((factor) => factor > 1),
        };
      },
    },
    memoryGoal("1 token", 90),
    memoryGoal("2000 tokens", 175),
  ],
  measure: async (effort) => toGroups(await measureAgents(loadOf(effort))),
};

function memoryGoal(load: string, goalMib: number): Goal {
  return {
    what: `agent, memory with ${load}`,
    goal: `${goalMib} MiB on Node 24`,
    judge: (groups) => {
      const { median } = findRow(groups, `Memory, ${load}`, "podkey, Node 24");
      return { measured: `${readable(median)} MiB`, isMet: median <= goalMib };
    },
  };
}

function loadOf({ rounds, turnMs, processes }: Effort): { seconds: number; rounds: number } {
  const isFull = turnMs >= FULL_EFFORT.turnMs;
  return { seconds: isFull ? FULL_SECONDS : QUICK_SECONDS, rounds: isFull ? Math.min(rounds, processes) : 1 };
}

function toGroups({ cached, stampedes, troubled }: AgentFigures): Group[] {
  const byTokens = Map.groupBy(cached, ({ tokens }) => tokens);
  const loads = [...byTokens].flatMap(([count, turns]) => {
    const where = `${count} ${count === 1 ? "token" : "tokens"}`;
    return [
      { name: `Answers, ${where}`, unit: "answers/s", better: "more", rows: rowsOf(turns, "perSecond") },
      { name: `Processor, ${where}`, unit: "µs", better: "less", rows: rowsOf(turns, "processorUs") },
      { name: `Median, ${where}`, unit: "ms", better: "less", rows: rowsOf(turns, "p50Ms") },
      { name: `99th percentile, ${where}`, unit: "ms", better: "less", rows: rowsOf(turns, "p99Ms") },
      { name: `99.9th percentile, ${where}`, unit: "ms", better: "less", rows: rowsOf(turns, "p999Ms") },
      { name: `Memory, ${where}`, unit: "MiB", better: "less", rows: rowsOf(turns, "residentMib") },
    ] satisfies Group[];
  });
  const rows = (figure: "exchanges" | "slowestMs"): Row[] =>
    stampedes.map((stampede) => ({
      contender: stampede.contender.name,
      kind: stampede.contender.kind,
      samples: [stampede[figure]],
    }));
  return [
    ...loads,
    { name: "Calls of EKS Auth, stampede", unit: "calls", better: "less", rows: rows("exchanges") },
    { name: "The slowest answer, stampede", unit: "ms", better: "less", rows: rows("slowestMs") },
    ...[...Map.groupBy(troubled, ({ trouble }) => trouble)].flatMap(([trouble, seen]) =>
      troubleGroups(trouble, seen),
    ),
  ];
}

function troubleGroups(trouble: string, seen: readonly TroubledUpstream[]): Group[] {
  const rowsBy = (figure: (one: TroubledUpstream) => number): Row[] =>
    seen.map((one) => ({ contender: one.contender.name, kind: one.contender.kind, samples: [figure(one)] }));
  const where = `EKS Auth ${trouble}`;
  return [
    {
      name: `${where}: known tokens answered`,
      unit: "of 100",
      better: "more",
      uncompared: true,
      rows: rowsBy((one) => served(one.warm)),
    },
    {
      name: `${where}: new tokens answered`,
      unit: "of 100",
      better: "more",
      uncompared: true,
      rows: rowsBy((one) => served(one.cold)),
    },
    {
      name: `${where}: slowest answer`,
      unit: "ms",
      better: "less",
      rows: rowsBy((one) => one.cold.slowestMs),
    },
    { name: `${where}: calls`, unit: "calls", better: "less", rows: rowsBy((one) => one.exchanges) },
  ];
}

function served({ statuses }: SeenSummary): number {
  return statuses[200] ?? 0;
}

type Figure = "perSecond" | "processorUs" | "p50Ms" | "p99Ms" | "p999Ms" | "residentMib";

function rowsOf(turns: readonly CachedAnswers[], figure: Figure): Row[] {
  const byContender = Map.groupBy(turns, ({ contender }) => contender);
  return [...byContender].map(([{ name, kind }, own]) => {
    return { contender: name, kind, samples: own.map((turn) => turn[figure]) };
  });
}
