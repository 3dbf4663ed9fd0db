import process from "node:process";
import { paginatePodIdentityAssociations } from "podkey/eks";
import { connect, serve } from "podkey/node";
import { getCallerIdentity } from "podkey/sts";

const aws = connect();
const server = await serve(answer, { port: Number(process.env["PORT"] ?? 8080), hostname: "0.0.0.0" });

async function answer(): Promise<Response> {
  const { arn } = await getCallerIdentity(aws);
  return Response.json({ arn, serviceAccounts: await listServiceAccounts() });
}

async function listServiceAccounts(): Promise<string[]> {
  const names: string[] = [];
  const cluster = { clusterName: process.env["CLUSTER_NAME"] ?? "demo" };
  for await (const { namespace, serviceAccount } of paginatePodIdentityAssociations(aws, cluster)) {
    names.push(`${namespace}/${serviceAccount}`);
  }
  return names;
}

process.once("SIGTERM", () => server.close());
process.stdout.write(`listening on ${server.url}\n`);
