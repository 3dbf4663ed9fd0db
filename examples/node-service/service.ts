import process from "node:process";
import { createClient, fromContainer } from "podkey";
import { paginatePodIdentityAssociations } from "podkey/eks";
import { nodePorts, serve } from "podkey/node";
import { getCallerIdentity } from "podkey/sts";

const ports = nodePorts();
const client = createClient({ credentials: fromContainer({ ports }), ports });
const server = await serve(answer, { port: Number(ports.env("PORT") ?? 8080), hostname: "0.0.0.0" });

async function answer(): Promise<Response> {
  const { arn } = await getCallerIdentity(client);
  return Response.json({ arn, serviceAccounts: await listServiceAccounts() });
}

async function listServiceAccounts(): Promise<string[]> {
  const names: string[] = [];
  const cluster = { clusterName: ports.env("CLUSTER_NAME") ?? "demo" };
  for await (const { namespace, serviceAccount } of paginatePodIdentityAssociations(client, cluster)) {
    names.push(`${namespace}/${serviceAccount}`);
  }
  return names;
}

process.once("SIGTERM", () => server.close());
process.stdout.write(`listening on ${server.url}\n`);
