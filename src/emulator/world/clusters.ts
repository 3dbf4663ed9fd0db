import { partitionOfRegion } from "../../aws/partitions.ts";
import { resourceNotFound } from "../wire/aws-error.ts";
import { stableClusterId } from "../wire/identifiers.ts";
import { type Cluster, KeyRing } from "./cluster.ts";
import type { World } from "./world.ts";

const CLUSTER_NAME = /^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/;

/** Tells whether a text is the name of an EKS cluster. */
export function isClusterName(text: string): boolean {
  return CLUSTER_NAME.test(text);
}

/** Adds a cluster in the emulator's region. Returns the existing cluster if there is one of that name. */
export function addCluster(world: World, name: string): Cluster {
  if (!isClusterName(name)) {
    throw new TypeError(`cannot add cluster ${JSON.stringify(name)}: not a cluster name`);
  }
  const known = world.clusters.get(name);
  if (known !== undefined) return known;
  const arn = eksArn(world, `cluster/${name}`);
  const cluster: Cluster = {
    name,
    id: stableClusterId(arn),
    arn,
    createdAtMs: world.now(),
    keys: new KeyRing(world.config.shareInFlight),
    tags: {},
  };
  world.clusters.set(name, cluster);
  return cluster;
}

/** Returns a cluster of a region. Throws an `AwsError` if there is none: all clusters are in the emulator's region. */
export function requireCluster(world: World, name: string, region: string): Cluster {
  const cluster = region === world.config.region ? world.clusters.get(name) : undefined;
  if (cluster !== undefined) return cluster;
  throw resourceNotFound(`No cluster found for name: ${name}.`, { clusterName: name });
}

/** Builds the ARN of an EKS resource in the emulator's region. */
export function eksArn({ config: { region, accountId } }: World, resource: string): string {
  return `arn:${partitionOfRegion(region).name}:eks:${region}:${accountId}:${resource}`;
}

/** Returns the URL of the cluster's Kubernetes API. */
export function endpointOf(world: World, cluster: Cluster): string {
  if (world.publicUrl !== undefined) return `${world.publicUrl}/k8s/${cluster.name}`;
  const { region } = world.config;
  return `https://${cluster.id}.gr7.${region}.eks.${partitionOfRegion(region).dnsSuffix}`;
}

/** Returns the issuer URL that the cluster's tokens name. */
export function issuerOf(world: World, cluster: Cluster): string {
  return `${world.publicUrl ?? awsIssuerHost(world)}/id/${cluster.id}`;
}

/** Returns every URL of the cluster's issuer. A token that was signed before the server had a URL stays valid. */
export function issuersOf(world: World, cluster: Cluster): string[] {
  return [issuerOf(world, cluster), `${awsIssuerHost(world)}/id/${cluster.id}`];
}

function awsIssuerHost({ config: { region } }: World): string {
  return `https://oidc.eks.${region}.${partitionOfRegion(region).dnsSuffix}`;
}
