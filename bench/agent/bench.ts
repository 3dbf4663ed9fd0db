import type { Bench, Effort, Group, Row } from "../framework/bench.ts";
import { FULL_EFFORT } from "../framework/bench.ts";
import type { CachedAnswers } from "./cached-answers.ts";
import { type AgentFigures, measureAgents } from "./measure-agents.ts";

const FULL_SECONDS = 8;
const QUICK_SECONDS = 1;

/** Agents beside one another. */
export const agent: Bench = {
  name: "agent",
  title: "The agent",
  about: `Agents in a process of their own, against the emulator in another: answers for tokens whose credentials they have,
50 connections, the load from wrk where it is installed and else from autocannon. *Processor* is what an answer costs the agent's
process, which a busy machine changes little. Then a thousand requests at one moment for ten tokens that the agent does not
know: ten calls of EKS Auth are the least. The Go agent is among them where \`PODKEY_GO_AGENT\` names its binary.`,
  packages: ["autocannon"],
  measure: async (effort) => toGroups(await measureAgents(loadOf(effort))),
};

function loadOf({ rounds, turnMs, processes }: Effort): { seconds: number; rounds: number } {
  const isFull = turnMs >= FULL_EFFORT.turnMs;
  return { seconds: isFull ? FULL_SECONDS : QUICK_SECONDS, rounds: isFull ? Math.min(rounds, processes) : 1 };
}

function toGroups({ cached, stampedes }: AgentFigures): Group[] {
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
  ];
}

type Figure = "perSecond" | "processorUs" | "p50Ms" | "p99Ms" | "p999Ms" | "residentMib";

function rowsOf(turns: readonly CachedAnswers[], figure: Figure): Row[] {
  const byContender = Map.groupBy(turns, ({ contender }) => contender);
  return [...byContender].map(([{ name, kind }, own]) => {
    return { contender: name, kind, samples: own.map((turn) => turn[figure]) };
  });
}
