import { type Client, createClient, fromEnv, fromTemporaryCredentials } from "podkey";
import { cloudflarePorts } from "podkey/cloudflare";
import { listPodIdentityAssociations } from "podkey/eks";
import { getCallerIdentity } from "podkey/sts";

/** The variables of wrangler.jsonc. Two secrets hold the keys of a user who may only assume the role. */
interface Bindings {
  readonly AWS_ROLE_ARN: string;
  readonly CLUSTER_NAME: string;
}

export default {
  async fetch(_request: Request, bindings: Bindings): Promise<Response> {
    const ports = cloudflarePorts(bindings);
    const user = createClient({ credentials: fromEnv({ ports }), ports });
    const role = fromTemporaryCredentials({ client: user, roleArn: bindings.AWS_ROLE_ARN });
    const client = createClient({ credentials: await role(), ports });
    const { arn } = await getCallerIdentity(client);
    return Response.json({ arn, serviceAccounts: await listServiceAccounts(client, bindings) });
  },
};

async function listServiceAccounts(
  client: Client,
  { CLUSTER_NAME: clusterName }: Bindings,
): Promise<string[]> {
  const { associations } = await listPodIdentityAssociations(client, { clusterName });
  return associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
}
