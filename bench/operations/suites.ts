import {
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import { describePodIdentityAssociation, listPodIdentityAssociations } from "../../src/eks/associations.ts";
import { createClient } from "../../src/http/client.ts";
import type { AwsServer } from "../framework/aws-server.ts";
import { portsOf } from "../framework/ports-of.ts";
import type { Contender, Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";

/** The emulator, and what the operations ask it for. */
export type OperationSettings = Pick<AwsServer, "url" | "fixedUrl" | "credentials"> & {
  readonly clusterName: string;
  readonly associationId: string;
};

const AT_ONCE = 16;
const SDK = "AWS SDK, client-eks";
const FIXED = "empty list, fixed response";

/** Operations of EKS, one after the other and many at once. */
export async function suites(family: Family, settings: OperationSettings): Promise<Suite[]> {
  const { clusterName, associationId, url: endpoint, fixedUrl, credentials } = settings;
  const region = "us-west-2";
  const client = createClient({ region, endpoint, credentials, ports: portsOf(family) });
  const eks = new EKSClient({ region, endpoint, credentials });
  const key = { clusterName, associationId };
  const floor = async () => {
    const response = await fetch(fixedUrl);
    return response.json();
  };
  const describe: Contender[] = [
    { name: "podkey", kind: "podkey", run: () => describePodIdentityAssociation(client, key) },
    {
      name: SDK,
      kind: "peer",
      run: () => eks.send(new DescribePodIdentityAssociationCommand(key)),
    },
    { name: "fetch alone", kind: "floor", run: floor },
  ];
  const list: Contender[] = [
    { name: "podkey", kind: "podkey", run: () => listPodIdentityAssociations(client, { clusterName }) },
    {
      name: SDK,
      kind: "peer",
      run: () => eks.send(new ListPodIdentityAssociationsCommand({ clusterName })),
    },
    { name: "fetch alone", kind: "floor", run: floor },
  ];
  const fixed = { region, endpoint: new URL(fixedUrl).origin, credentials };
  const fixedClient = createClient({ ...fixed, ports: portsOf(family) });
  const fixedEks = new EKSClient(fixed);
  const none: Contender[] = [
    { name: "podkey", kind: "podkey", run: () => listPodIdentityAssociations(fixedClient, { clusterName }) },
    {
      name: SDK,
      kind: "peer",
      run: () => fixedEks.send(new ListPodIdentityAssociationsCommand({ clusterName })),
    },
    { name: "fetch alone", kind: "floor", run: floor },
  ];
  return [
    { name: `${FIXED}, one at a time`, contenders: none },
    { name: `${FIXED}, ${AT_ONCE} at once`, contenders: none.map(manyAtOnce) },
    { name: "describe, one at a time", contenders: describe },
    { name: `describe, ${AT_ONCE} at once`, contenders: describe.map(manyAtOnce) },
    { name: "list of 100, one at a time", contenders: list },
  ];
}

function manyAtOnce({ run, ...contender }: Contender): Contender {
  return { ...contender, calls: AT_ONCE, run: () => Promise.all(Array.from({ length: AT_ONCE }, run)) };
}
