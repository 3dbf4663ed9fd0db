import {
  bindEnv,
  connect,
  createClient,
  fromEnv,
  fromTemporaryCredentials,
  type Session,
} from "podkey/cloudflare";
import { listPodIdentityAssociations } from "podkey/eks";
import { getCallerIdentity } from "podkey/sts";

/** The variables of wrangler.jsonc. Two secrets hold the keys of a user that may only assume the role. */
interface Bindings {
  readonly AWS_ROLE_ARN: string;
  readonly CLUSTER_NAME: string;
}

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

export default {
  async fetch(_request: Request, env: Bindings, ctx: Context): Promise<Response> {
    bindEnv(env);
    const user = createClient({ credentials: fromEnv() });
    const credentials = fromTemporaryCredentials({ client: user, roleArn: env.AWS_ROLE_ARN });
    const aws = connect({ ctx, credentials, identity: "association-reader" });
    const { arn } = await getCallerIdentity(aws);
    return Response.json({ arn, serviceAccounts: await listServiceAccounts(aws, env) });
  },
};

async function listServiceAccounts(aws: Session, { CLUSTER_NAME: clusterName }: Bindings): Promise<string[]> {
  const { associations } = await listPodIdentityAssociations(aws, { clusterName });
  return associations.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
}
