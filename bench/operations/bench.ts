import type { AwsServer } from "../framework/aws-server.ts";
import type { Bench, Effort } from "../framework/bench.ts";
import type { Group } from "../framework/figures.ts";
import { startCompanion } from "../framework/processes.ts";
import { timeProgram } from "../framework/run-program.ts";
import { HOSTS } from "../framework/runtimes.ts";

const SUITES = "bench/operations/suites.ts";
const MEASURED_ON = new Set(["Node 24", "Bun", "Deno"]);
const LIST_LENGTH = 100;
const TURN_FACTOR = 3;

/** Operations of EKS over a loopback socket. */
export const operations: Bench = {
  name: "operations",
  title: "Operations over loopback",
  about: `Each call is signed, sent over a loopback socket, answered by the emulator in another process, which verifies the signature, and
parsed. Every figure includes the emulator's work, which is the same for both; on two cores it is most of the time when many calls are under way.
*fetch alone* is an unsigned \`GET\` of a fixed response by the runtime's \`fetch\`, which podkey uses; the AWS SDK uses \`node:http\`.`,
  packages: ["@aws-sdk/client-eks"],
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
