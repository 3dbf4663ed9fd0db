import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import { createPodIdentityAssociation } from "../../../src/eks/associations.ts";
import { createEmulator } from "../../../src/emulator/create-emulator.ts";
import { createClient } from "../../../src/http/client.ts";
import type { MeetingPlace } from "./describe-contention.ts";
import { linesOf } from "./spawn-process.ts";
import { CALLERS } from "./take-part.ts";

const PROCESSES = 8;
const TIMEOUT_MS = 120_000;
const POD = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };

/** Tests that several processes of this runtime, each with many callers, make one exchange between them. */
export function describeExchange(
  name: string,
  program: string,
  flags: readonly string[],
  open: () => Promise<MeetingPlace>,
): void {
  test(
    `${name} lets ${PROCESSES} processes with ${CALLERS} callers each make one exchange`,
    async () => {
      const emulator = createEmulator({ clusters: ["demo"] });
      const { credentials, fetch } = emulator;
      const client = createClient({ region: "us-west-2", credentials, ports: { fetch } });
      await createPodIdentityAssociation(client, {
        ...POD,
        roleArn: "arn:aws:iam::111122223333:role/checkout",
      });
      const token = await emulator.issueToken(POD);
      const server = await serve(emulator.fetch);
      const place = await open();
      const file = fileURLToPath(new URL(program, import.meta.url));
      const command = [...flags, file, place.address, server.url, token];
      const printed = await Promise.all(Array.from({ length: PROCESSES }, () => linesOf(command)));
      await Promise.all([place.close(), server.close()]);
      const exchanges = emulator.requests.filter(({ operation }) => operation === "AssumeRoleForPodIdentity");
      expect(exchanges).toHaveLength(1);
      expect(new Set(printed.flat()).size).toBe(1);
    },
    TIMEOUT_MS,
  );
}
