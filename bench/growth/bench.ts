import { faultOf, runProcess } from "../../tools/run-process.ts";
import type { AwsServer } from "../framework/aws-server.ts";
import type { Bench, Effort } from "../framework/bench.ts";
import {
  findRow,
  type Group,
  type Kind,
  type ResultGroup,
  type Row,
  readable,
  times,
} from "../framework/figures.ts";
import { plainEnvironment, startCompanion } from "../framework/processes.ts";
import { timeProgram } from "../framework/run-program.ts";
import { HOSTS, NODE } from "../framework/runtimes.ts";
import type { IdentityCosts } from "./identities.ts";

const IDENTITIES = [10, 1000, 100_000, 1_000_000];
const ASSOCIATIONS = { ten: 10, thousand: 1000, many: 5000 };
const PODKEY = "podkey, refresh() on one Schedule";
const AWS_SDK = "AWS SDK, memoizeIdentityProvider()";
const MANY = "100,000 identities";
const MOST = "1,000,000 identities";
const GOAL_BYTES = 2900;
/** A million identities take 2.5 GB, more than V8 allows a heap on some machines. */
const HEAP_MB = 6144;
const CONTENDERS: readonly { name: string; argument: string; kind: Kind }[] = [
  { name: PODKEY, argument: "podkey", kind: "podkey" },
  { name: AWS_SDK, argument: "sdk", kind: "peer" },
];

/** Costs that grow with the number of identities or associations. */
export const growth: Bench = {
  name: "growth",
  title: "Growth",
  about: `Identities with session credentials of 1,000 characters, which each refresh creates again: the heap of one identity, the time of
a refresh including its place on the schedule, and the most timers that are armed at once. The AWS SDK renews on demand only, so it has neither
schedule nor timer. Then the associations of clusters of several sizes, listed in pages of 100 and described 16 at a time, by the emulator over
loopback. Node 24.`,
  packages: ["@smithy/core", "@aws-sdk/client-eks"],
  goals: [
    ...[MANY, MOST].map((of) => ({
      what: `${of}, memory`,
      goal: "2.9 kB (2,900 bytes) or less each",
      judge: (groups: readonly ResultGroup[]) => {
        const { median } = findRow(groups, `heap for each of ${of}`, PODKEY);
        const floor = `${readable(findRow(groups, `heap for each of ${of}`, AWS_SDK).median)} bytes by the AWS SDK`;
        return { measured: `${readable(median)} bytes`, isMet: median <= GOAL_BYTES, floor };
      },
    })),
    {
      what: "1,000,000 identities, timers",
      goal: "one",
      judge: (groups) => {
        const { median } = findRow(groups, `timers for ${MOST}`, PODKEY);
        return { measured: readable(median), isMet: median === 1 };
      },
    },
    {
      what: "a refresh among 1,000,000 identities",
      goal: "O(log n): less than twice one among 1,000",
      judge: (groups) => {
        const many = findRow(groups, `a refresh among ${MOST}`, PODKEY).median;
        const few = findRow(groups, "a refresh among 1,000 identities", PODKEY).median;
        return {
          measured: `${times(many / few)} (${readable(few)} µs, ${readable(many)} µs)`,
          isMet: many / few < 2,
        };
      },
    },
  ],
  isPlotted: ({ unit }) => unit !== "timers",
  measure: async (effort) => [...(await growIdentities(effort)), ...(await growAssociations(effort))],
};

async function growIdentities({ processes }: Effort): Promise<Group[]> {
  const groups: Group[] = [];
  for (const count of IDENTITIES) {
    const found = CONTENDERS.map((contender) => ({ contender, costs: [] as IdentityCosts[] }));
    for (let round = 0; round < processes; round += 1) {
      for (const { contender, costs } of found) costs.push(await costsOf(contender.argument, count));
    }
    const rows = (cost: keyof IdentityCosts): Row[] =>
      found.map(({ contender: { name, kind }, costs }) => {
        return { contender: name, kind, samples: costs.map((each) => each[cost]) };
      });
    const of = `${count.toLocaleString("en")} identities`;
    groups.push(
      { name: `heap for each of ${of}`, unit: "bytes", better: "less", rows: rows("bytes") },
      { name: `a refresh among ${of}`, unit: "µs", better: "less", rows: rows("refreshUs") },
      { name: `timers for ${of}`, unit: "timers", better: "less", uncompared: true, rows: rows("timers") },
    );
  }
  return groups;
}

async function costsOf(contender: string, count: number): Promise<IdentityCosts> {
  const command = [
    NODE,
    "--expose-gc",
    `--max-old-space-size=${HEAP_MB}`,
    "bench/growth/identities.ts",
    contender,
    String(count),
  ];
  const outcome = await runProcess(command, { cwd: ".", env: plainEnvironment() });
  const fault = faultOf(outcome);
  if (fault) throw new Error(`${count} identities of ${contender}: ${fault}`);
  return JSON.parse(outcome.stdout) as IdentityCosts;
}

async function growAssociations(effort: Effort): Promise<Group[]> {
  const server = await startCompanion<AwsServer>(
    "bench/framework/aws-server.ts",
    JSON.stringify(ASSOCIATIONS),
  );
  try {
    const { url, credentials, associationIds } = server.ready;
    return await timeProgram(
      {
        runtimes: HOSTS.filter(({ title }) => title === "Node 24"),
        modules: { node: "bench/growth/associations.ts" },
        settings: { url, credentials, associationIds },
        warmUpRounds: 0,
      },
      { ...effort, processes: 1 },
    );
  } finally {
    await server.stop();
  }
}
