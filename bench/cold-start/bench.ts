import { linkInto } from "../../tools/install-package.ts";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import type { AwsServer } from "../framework/aws-server.ts";
import type { Bench, Effort } from "../framework/bench.ts";
import { factorGoal } from "../framework/factor-goal.ts";
import type { Group, ResultGroup } from "../framework/figures.ts";
import { startCompanion } from "../framework/processes.ts";
import { shuffled } from "../framework/rounds.ts";
import { RUNTIMES, type Runtime } from "../framework/runtimes.ts";
import { type Starter, startersOf } from "./projects.ts";
import type { Marks } from "./start-process.ts";

/** The packages, and scopes of packages, that an installed program may import. */
const PACKAGES = ["@aws-sdk", "@smithy", "@aws-crypto", "aws4fetch", "jose", "valibot"];
const CREDENTIALS = "first credentials";
const ANSWER = "first signed answer";
const FETCH = "fetch alone";
const HTTP = "node:http alone";
const DENO_REASONS = {
  [CREDENTIALS]: "the same requests by `fetch` alone do not reach the goal either",
  [ANSWER]: "the first hash loads `node:crypto`, which makes every later hash faster",
};
const BUNDLED = ", bundled";
const AWS_SDK = `AWS SDK${BUNDLED}`;
/** The runtimes of the picture, by title, and how it names their groups. */
const FIRST_ANSWERS = [
  { title: "Node 24", name: "a cold function on Node 24: start, credentials, one signed call" },
  { title: "workerd", name: "a Worker's first request: start, credentials, one signed call" },
];
const NODE_TITLES = RUNTIMES.map(({ title }) => title).filter((title) => title.startsWith("Node"));

/** A program and what its starts took. */
interface Measured {
  readonly starter: Starter;
  readonly runtime: Runtime;
  readonly marks: Marks[];
}

/** The time from the start of a process to its first answer. */
export const coldStart: Bench = {
  name: "cold-start",
  title: "Cold start",
  about: `From the start of a process to its first credentials, from a container endpoint such as the Pod Identity Agent, and then to the
first answer to a signed call, EKS's ListPodIdentityAssociations. The endpoint and the emulator, which verifies the signature, run in another
process. \`podkey\` is \`connect()\` of the runtime's adapter; *AWS SDK* is client-eks with \`fromHttp()\`; *aws4fetch* signs the call, and the program
fetches the credentials itself, without checks and renewal. *Bundled* is one file by esbuild; *installed* is the program with \`node_modules\`.
*fetch alone* makes two plain requests, *node:http alone* the same by that module, *an empty program* none. In workerd the time runs from the
start of the process to the Worker's answer, so it includes the start of the isolate, as does *fetch alone*.`,
  packages: ["@aws-sdk/client-eks", "@aws-sdk/credential-provider-http", "aws4fetch", "esbuild", "workerd"],
  goals: ([CREDENTIALS, ANSWER] as const).flatMap((suite) => [
    {
      ...factorGoal({ suite, contender: AWS_SDK, factor: 2, titles: NODE_TITLES, floor: HTTP }),
      reason: "the same requests by `node:http` alone take as long",
    },
    {
      ...factorGoal({ suite, contender: AWS_SDK, factor: 2.5, titles: ["Deno"], floor: FETCH }),
      reason: DENO_REASONS[suite],
    },
    factorGoal({ suite, contender: FETCH, factor: 1, titles: NODE_TITLES, floor: HTTP }),
  ]),
  isPlotted: ({ name }) => name.startsWith(ANSWER),
  picture: { file: "first-answer", title: "The first signed answer", groups: firstAnswers },
  needsBuild: true,
  measure: (effort) => withTemporaryFolder((folder) => measureStarts(effort, folder)),
};

/** Picks what a user feels: the start of a function in the style of Lambda, and a Worker's first request. */
function firstAnswers(groups: readonly ResultGroup[]): ResultGroup[] {
  return FIRST_ANSWERS.flatMap(({ title, name }) => {
    const group = groups.find((candidate) => candidate.name === `${ANSWER}, ${title}`);
    if (!group) return [];
    return [{ ...group, name, rows: group.rows.filter(({ contender }) => contender.endsWith(BUNDLED)) }];
  });
}

async function measureStarts({ processes, rounds }: Effort, folder: string): Promise<readonly Group[]> {
  const server = await startCompanion<AwsServer>("bench/framework/aws-server.ts", '{"demo":10}');
  try {
    await linkInto(folder, PACKAGES);
    const env = environmentOf(server.ready);
    const all: Measured[] = [];
    for (const runtime of RUNTIMES) {
      const starters = await startersOf(runtime, folder, env);
      all.push(...starters.map((starter) => ({ starter, runtime, marks: [] })));
    }
    // Starts everything once first, so that the files are in the disk cache.
    for (const { starter } of all) await starter.start();
    for (let round = 0; round < processes * rounds; round += 1) {
      for (const { starter, marks } of shuffled(all)) marks.push(await starter.start());
    }
    return RUNTIMES.flatMap((runtime) => groupsOf(runtime, all));
  } finally {
    await server.stop();
  }
}

function environmentOf({ url, credentialsUrl, fixedUrl }: AwsServer): Record<string, string> {
  return {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: credentialsUrl,
    AWS_ENDPOINT_URL_EKS: url,
    BENCH_FIXED_URL: fixedUrl,
  };
}

function groupsOf(runtime: Runtime, all: readonly Measured[]): Group[] {
  const own = all.filter((measured) => measured.runtime === runtime);
  const group = (name: string, mark: keyof Marks): Group => ({
    name: `${name}, ${runtime.title}`,
    unit: "ms",
    better: "less",
    rows: own.map(({ starter: { contender, kind, baseline }, marks }) => {
      return { contender, kind, baseline, samples: marks.map((each) => each[mark]) };
    }),
  });
  return [group(CREDENTIALS, "credentialsMs"), group(ANSWER, "answerMs")];
}
