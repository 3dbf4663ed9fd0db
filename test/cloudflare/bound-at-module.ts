import { env } from "cloudflare:workers";
import { bindEnv, connect, createClient, fromEnv } from "../../runtimes/cloudflare/index.ts";
import type { WorkerContext } from "../../runtimes/cloudflare/worker-api.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";

bindEnv(env);
const client = createClient({ credentials: fromEnv() });

// biome-ignore lint/style/noDefaultExport: it is what workerd starts
export default {
  async fetch(_request: Request, _env: object, ctx: WorkerContext): Promise<Response> {
    const [byClient, bySession] = await Promise.all([
      getCallerIdentity(client),
      getCallerIdentity(connect({ ctx })),
    ]);
    return Response.json([byClient.arn, bySession.arn]);
  },
};
