import { decodeJwt } from "jose";
import { serve } from "../../../runtimes/node/serve.ts";
import type { Server } from "../../../runtimes/shared/server/server.ts";
import { createClient } from "../../../src/http/client.ts";
import { assumeRole } from "../../../src/sts/assume-role.ts";
import { POD_IDENTITY_SESSION, ROLE_ARN } from "../../support/aws-examples.ts";
import type { ServedEmulator } from "../served-emulator.ts";

/** EKS Auth for a cluster that the emulator does not know. */
export interface EksAuthStub extends Server {
  /** The tokens that were exchanged, oldest first. */
  readonly exchanged: readonly string[];
}

/** Serves AssumeRoleForPodIdentity for any token, with credentials of the emulator: the agent must verify tokens itself. */
export async function serveEksAuthStub({ settings }: ServedEmulator): Promise<EksAuthStub> {
  const client = createClient(settings);
  const exchanged: string[] = [];
  const server = await serve(async (request) => {
    const { token } = (await request.json()) as { token: string };
    exchanged.push(token);
    const { sub = "" } = decodeJwt(token);
    const [, , namespace = "", serviceAccount = ""] = sub.split(":");
    const { credentials } = await assumeRole(client, {
      roleArn: ROLE_ARN,
      roleSessionName: `eks-${exchanged.length}`,
    });
    const { expiration, ...keys } = credentials;
    return Response.json({
      ...POD_IDENTITY_SESSION,
      subject: { namespace, serviceAccount },
      credentials: { ...keys, expiration: expiration && expiration.getTime() / 1000 },
    });
  });
  return { ...server, exchanged };
}
