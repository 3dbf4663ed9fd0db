import process from "node:process";
import { serve } from "../../runtimes/node/serve.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import type { Fault } from "../../src/emulator/world/faults.ts";

// EKS Auth for the measured agents. The bench controls it by requests to `/bench/…`.

const CLUSTER = "demo";
const REGION = "us-west-2";
const EXCHANGE = /^\/clusters\/[^/]+\/assume-role-for-pod-identity$/;

const emulator = createEmulator({ clusters: [CLUSTER], region: REGION, requestLogSize: 0 });
let issued = 0;
let exchanges = 0;

const server = await serve(async (request) => {
  const { pathname } = new URL(request.url);
  if (EXCHANGE.test(pathname)) exchanges += 1;
  if (!pathname.startsWith("/bench/")) return emulator.fetch(request);
  const answer = await runOrder(pathname.slice("/bench/".length), await request.json());
  return Response.json(answer ?? null);
});
emulator.setPublicUrl(server.url);
process.stdout.write(
  `${JSON.stringify({
    url: server.url,
    clusterName: CLUSTER,
    environment: {
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: emulator.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulator.credentials.secretAccessKey,
    },
  })}\n`,
);

async function runOrder(order: string, argument: unknown): Promise<unknown> {
  if (order === "tokens") return issueTokens(Number(argument));
  if (order === "fault")
    return emulator.injectFault({ times: Number.MAX_SAFE_INTEGER, ...(argument as Fault) });
  if (order === "heal") return emulator.clearFaults();
  if (order !== "take-exchanges") throw new Error(`no such order: ${order}`);
  const taken = exchanges;
  exchanges = 0;
  return taken;
}

/** Issues tokens, each for another service account with an association. */
async function issueTokens(count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let index = 0; index < count; index += 1) {
    issued += 1;
    const serviceAccount = `app-${issued}`;
    const pod = { clusterName: CLUSTER, namespace: "shop", serviceAccount };
    emulator.addAddonAssociation({
      ...pod,
      roleArn: `arn:aws:iam::111122223333:role/${serviceAccount}`,
      ownerArn: `arn:aws:eks:${REGION}:111122223333:addon/${CLUSTER}/${serviceAccount}/example`,
    });
    tokens.push(await emulator.issueToken(pod));
  }
  return tokens;
}
