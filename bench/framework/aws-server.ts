import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { serve } from "../../runtimes/node/serve.ts";
import type { AwsCredentials } from "../../src/aws/credentials.ts";
import { createPodIdentityAssociation } from "../../src/eks/associations.ts";
import { assumeRoleForPodIdentity } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { createEmulator, type Emulator } from "../../src/emulator/create-emulator.ts";
import { createClient } from "../../src/http/client.ts";

// Runs in its own process, so that its own cost is in no figure: `node bench/framework/aws-server.ts '{"demo":100}'`.

/** Addresses and contents of the server, printed as one line of JSON when it is ready. */
export interface AwsServer {
  /** The emulator: EKS, EKS Auth and STS. It verifies signatures. */
  readonly url: string;
  /** A fixed response in the format of the Pod Identity Agent: credentials of a session that the emulator issued. */
  readonly credentialsUrl: string;
  /** A fixed response: an empty list of associations, at the path of the operation for the first cluster. */
  readonly fixedUrl: string;
  /** Keys that the emulator accepts. */
  readonly credentials: Required<Pick<AwsCredentials, "accessKeyId" | "secretAccessKey" | "sessionToken">>;
  /** The association ids of each cluster, by cluster name. */
  readonly associationIds: Readonly<Record<string, readonly string[]>>;
}

const NAMESPACE = "shop";
const ROLE_ARN = "arn:aws:iam::111122223333:role/checkout";

const counts = JSON.parse(process.argv[2] ?? "{}") as Record<string, number>;
const emulator = createEmulator({ clusters: Object.keys(counts) });
const associationIds: Record<string, string[]> = {};
for (const [clusterName, count] of Object.entries(counts)) {
  associationIds[clusterName] = await addAssociations(clusterName, count);
}
const session = await issueSession(emulator, Object.keys(counts)[0] ?? "");
const { url } = await serve(emulator.fetch);
emulator.setPublicUrl(url);
const fixedPath = `/clusters/${Object.keys(counts)[0]}/pod-identity-associations`;
const agentUrl = await serveFixed({
  "/v1/credentials": JSON.stringify({
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    Token: session.sessionToken,
    AccountId: "111122223333",
    Expiration: session.expiration?.toISOString(),
  }),
  [fixedPath]: JSON.stringify({ associations: [] }),
});
// Copied field by field, because JSON.stringify redacts podkey's credentials.
const { accessKeyId, secretAccessKey, sessionToken = "" } = session;
const ready: AwsServer = {
  url,
  credentialsUrl: `${agentUrl}/v1/credentials`,
  fixedUrl: `${agentUrl}${fixedPath}`,
  credentials: { accessKeyId, secretAccessKey, sessionToken },
  associationIds,
};
process.stdout.write(`${JSON.stringify(ready)}\n`);

async function addAssociations(clusterName: string, count: number): Promise<string[]> {
  const { credentials } = emulator;
  const client = createClient({ region: "us-west-2", credentials, ports: { fetch: emulator.fetch } });
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const input = {
      clusterName,
      namespace: NAMESPACE,
      serviceAccount: `checkout-${index}`,
      roleArn: ROLE_ARN,
    };
    const { associationId } = await createPodIdentityAssociation(client, {
      ...input,
      tags: { team: "shop" },
    });
    ids.push(associationId);
  }
  return ids;
}

async function issueSession(
  { issueToken, fetch, credentials: node }: Emulator,
  clusterName: string,
): Promise<AwsCredentials> {
  const token = await issueToken({ clusterName, namespace: NAMESPACE, serviceAccount: "checkout-0" });
  const client = createClient({ region: "us-west-2", credentials: node, ports: { fetch } });
  const { credentials } = await assumeRoleForPodIdentity(client, { clusterName, token });
  return credentials;
}

async function serveFixed(answers: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer(({ url: path = "" }, response) => {
    const body = answers[path];
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
