import process from "node:process";
import type { SeenSummary } from "./burst.ts";
import { contenders } from "./contenders.ts";
import { measureAgents } from "./measure-agents.ts";

// `node bench/agent/main.ts [--quick] [NAME…]`: compares the agents whose names contain a NAME.
// Measures the Go agent too if PODKEY_GO_AGENT names its binary.

const words = process.argv.slice(2);
const names = words.filter((word) => word !== "--quick");
const among = contenders().filter(
  ({ name }) => names.length === 0 || names.some((part) => name.toLowerCase().includes(part.toLowerCase())),
);
const isQuick = words.includes("--quick");
const { cached, stampedes, troubled } = await measureAgents({
  seconds: isQuick ? 2 : 10,
  rounds: isQuick ? 1 : 3,
  among,
});

console.log("Answers from the cache, 50 connections");
console.table(
  cached.map(({ contender, tokens, generator, failed, ...figures }) => ({
    contender: contender.name,
    tokens,
    "answers/s": Math.round(figures.perSecond),
    "p50 ms": rounded(figures.p50Ms),
    "p99 ms": rounded(figures.p99Ms),
    "p99.9 ms": rounded(figures.p999Ms),
    "CPU µs each": rounded(figures.processorUs),
    "RSS MiB": rounded(figures.residentMib),
    failed,
    by: generator,
  })),
);
console.log("1,000 requests at one moment, for 10 tokens that the agent does not know");
console.table(
  stampedes.map(({ contender, exchanges, ...seen }) => line({ contender: contender.name, exchanges }, seen)),
);
console.log("EKS Auth has a fault: 100 requests for 10 known tokens, 100 requests for 10 new tokens");
console.table(
  troubled.flatMap(({ contender, trouble, exchanges, warm, cold }) => [
    line({ contender: contender.name, trouble, clients: "known" }, warm),
    line({ contender: contender.name, trouble, clients: "new", exchanges }, cold),
  ]),
);

function line(facts: object, { statuses, p50Ms, p99Ms, slowestMs }: SeenSummary): object {
  const counts = Object.entries(statuses).map(([status, count]) => {
    return `${count} × ${status === "0" ? "no answer" : status}`;
  });
  const times = { "p50 ms": rounded(p50Ms), "p99 ms": rounded(p99Ms), "slowest ms": rounded(slowestMs) };
  return { ...facts, saw: counts.join(", "), ...times };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
