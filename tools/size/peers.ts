import type { Target } from "./measure.ts";

/** A use of the AWS SDK for JavaScript that does the same as a use of podkey. */
export interface Peer {
  readonly name: string;
  /** Name of podkey's use. */
  readonly use: string;
  readonly code: string;
  readonly target: Target;
}

const FROM_HTTP = 'export { fromHttp } from "@aws-sdk/credential-provider-http";';
const EKS = `export { EKSClient, CreatePodIdentityAssociationCommand, DescribePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand, UpdatePodIdentityAssociationCommand,
  DeletePodIdentityAssociationCommand } from "@aws-sdk/client-eks";`;
const STS = 'export { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";';

/** The uses that podkey is compared with. `fromHttp` reads files, so it bundles for Node only. */
export const PEERS: readonly Peer[] = [
  { name: "fromHttp", use: "fromContainer", code: FROM_HTTP, target: "node" },
  { name: "fromHttp", use: "fromContainer", code: FROM_HTTP, target: "node, ESM" },
  { name: "client-eks, 5 commands", use: "five association operations", code: EKS, target: "browser" },
  { name: "client-eks, 5 commands", use: "five association operations", code: EKS, target: "node" },
  { name: "client-eks, 5 commands", use: "five association operations", code: EKS, target: "node, ESM" },
  { name: "client-sts, AssumeRole", use: "assumeRole", code: STS, target: "browser" },
  { name: "client-sts, AssumeRole", use: "assumeRole", code: STS, target: "node" },
  { name: "client-sts, AssumeRole", use: "assumeRole", code: STS, target: "node, ESM" },
];
