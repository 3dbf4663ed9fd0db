import { bindEnv, connect, isPodkeyError } from "../../runtimes/cloudflare/index.ts";
import type { WorkerContext } from "../../runtimes/cloudflare/worker-api.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";

// biome-ignore lint/style/noDefaultExport: it is what workerd starts
export default {
  async fetch(request: Request, env: object, ctx: WorkerContext): Promise<Response> {
    if (request.url.endsWith("/bound")) bindEnv(env);
    try {
      return Response.json((await getCallerIdentity(connect({ ctx }))).arn);
    } catch (error) {
      return Response.json(isPodkeyError(error) ? error : String(error), { status: 500 });
    }
  },
};
