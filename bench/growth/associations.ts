import {
  DescribePodIdentityAssociationCommand,
  EKSClient,
  paginateListPodIdentityAssociations,
} from "@aws-sdk/client-eks";
import {
  describePodIdentityAssociation,
  paginatePodIdentityAssociations,
} from "../../src/eks/associations.ts";
import { createClient } from "../../src/http/client.ts";
import type { AwsServer } from "../framework/aws-server.ts";
import { portsOf } from "../framework/ports-of.ts";
import type { Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";

/** The emulator, and clusters of several sizes in it. */
export type GrowthSettings = Pick<AwsServer, "url" | "credentials" | "associationIds">;

const AT_ONCE = 16;

/** Lists all associations of each cluster, page by page, and describes each association. */
export async function suites(family: Family, settings: GrowthSettings): Promise<Suite[]> {
  const { url: endpoint, credentials, associationIds } = settings;
  const client = createClient({ region: "us-west-2", endpoint, credentials, ports: portsOf(family) });
  const eks = new EKSClient({ region: "us-west-2", endpoint, credentials });
  return Object.entries(associationIds).flatMap(([clusterName, ids]): Suite[] => {
    const calls = ids.length;
    const count = calls.toLocaleString("en");
    const describeByPodkey = (associationId: string) => {
      return describePodIdentityAssociation(client, { clusterName, associationId });
    };
    const describeBySdk = (associationId: string) => {
      return eks.send(new DescribePodIdentityAssociationCommand({ clusterName, associationId }));
    };
    const listByPodkey = () => drain(paginatePodIdentityAssociations(client, { clusterName }));
    const listBySdk = () => drain(paginateListPodIdentityAssociations({ client: eks }, { clusterName }));
    return [
      {
        name: `list ${count} associations, each`,
        contenders: [
          { name: "podkey", kind: "podkey", calls, run: listByPodkey },
          { name: "AWS SDK, client-eks", kind: "peer", calls, run: listBySdk },
        ],
      },
      {
        name: `describe ${count} associations, ${AT_ONCE} at once, each`,
        contenders: [
          { name: "podkey", kind: "podkey", calls, run: () => forEachAtOnce(ids, describeByPodkey) },
          { name: "AWS SDK, client-eks", kind: "peer", calls, run: () => forEachAtOnce(ids, describeBySdk) },
        ],
      },
    ];
  });
}

async function drain(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count += 1;
  return count;
}

async function forEachAtOnce(ids: readonly string[], describe: (id: string) => Promise<unknown>) {
  const waiting = ids.values();
  const work = async () => {
    for (const id of waiting) await describe(id);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
