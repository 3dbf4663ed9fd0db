import { connect, fromContainer, serve } from "podkey/deno";
import { listPodIdentityAssociations } from "podkey/eks";
import { getCallerIdentity } from "podkey/sts";

// Only the source of a pod: the default of connect also reads the variables of other sources, and each needs a permission.
const aws = connect({ credentials: fromContainer() });
const server = await serve(answer, { port: Number(Deno.env.get("PORT") ?? 8080), hostname: "0.0.0.0" });

async function answer(): Promise<Response> {
  const { arn } = await getCallerIdentity(aws);
  const clusterName = Deno.env.get("CLUSTER_NAME") ?? "demo";
  const { associations } = await listPodIdentityAssociations(aws, { clusterName });
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
