import { createClient, fromContainer } from "podkey";
import { denoPorts, serve } from "podkey/deno";
import { listPodIdentityAssociations } from "podkey/eks";
import { getCallerIdentity } from "podkey/sts";

const ports = denoPorts();
const client = createClient({ credentials: fromContainer({ ports }), ports });
const server = await serve(answer, { port: Number(ports.env("PORT") ?? 8080), hostname: "0.0.0.0" });

async function answer(): Promise<Response> {
  const { arn } = await getCallerIdentity(client);
  const clusterName = ports.env("CLUSTER_NAME") ?? "demo";
  const { associations } = await listPodIdentityAssociations(client, { clusterName });
  const serviceAccounts = associations.map(
    ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
  );
  return Response.json({ arn, serviceAccounts });
}

Deno.addSignalListener("SIGTERM", async () => {
  await server.close();
  Deno.exit();
});
console.log(`listening on ${server.url}`);
