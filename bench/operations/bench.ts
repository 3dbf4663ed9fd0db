import type { AwsServer } from "../framework/aws-server.ts";
import type { Bench, Effort } from "../framework/bench.ts";
import { type Group, ratiosAgainst, times } from "../framework/figures.ts";
import { startCompanion } from "../framework/processes.ts";
import { timeProgram } from "../framework/run-program.ts";
import { HOSTS } from "../framework/runtimes.ts";

const SUITES = "bench/operations/suites.ts";
const MEASURED_ON = new Set(["Node 24", "Bun", "Deno"]);
const LIST_LENGTH = 100;
const TURN_FACTOR = 3;
const GOAL = 1.7;
const SDK = "AWS SDK, client-eks";
const FIXED_ON_NODE = /^empty list.* Node /;

/** Operations of EKS over a loopback socket. */
export const operations: Bench = {
  name: "operations",
  title: "Operations over loopback",
  about: `Each call is signed, sent over a loopback socket, answered in another process, and parsed. In the first two groups the server answers
with a fixed response, so that they show the time of the client. In the others the emulator verifies the signature and answers: its work is the
same for both contenders, and most of the time. *fetch alone* is an unsigned \`GET\` of the fixed response by the runtime's \`fetch\`. On Node
both contenders use \`node:http\`, on Bun and Deno podkey uses \`fetch\`.`,
  packages: ["@aws-sdk/client-eks"],
  goals: [
    {
      what: "operations a second, beside client-eks",
      goal: `${GOAL}x on Node, with a fixed response`,
      judge: (groups) => {
        const found = ratiosAgainst(groups, SDK).filter(({ group }) => FIXED_ON_NODE.test(group));
        return {
          measured: found.map(({ group, median }) => `${group}: ${times(median)}`).join("; "),
          isMet: found.length > 0 && found.every(({ median }) => median >= GOAL),
        };
      },
    },
  ],
  measure: measureOperations,
};

async function measureOperations(effort: Effort): Promise<readonly Group[]> {
  const clusterName = "demo";
  const counts = JSON.stringify({ [clusterName]: LIST_LENGTH });
  const server = await startCompanion<AwsServer>("bench/framework/aws-server.ts", counts);
  try {
    const { url, fixedUrl, credentials, associationIds } = server.ready;
    const associationId = associationIds[clusterName]?.[0] ?? "";
    return await timeProgram(
      {
        runtimes: HOSTS.filter(({ title }) => MEASURED_ON.has(title)),
        modules: { node: SUITES, bun: SUITES, deno: SUITES },
        settings: { url, fixedUrl, credentials, clusterName, associationId },
        unit: "calls/s",
        turnFactor: TURN_FACTOR,
      },
      effort,
    );
  } finally {
    await server.stop();
  }
}
