import { type AwsError, resourceNotFound } from "../wire/aws-error.ts";
import { stableClusterId } from "../wire/identifiers.ts";
import { partitionOf } from "../wire/partition.ts";
import type { Cluster } from "./cluster.ts";
import { KeyRing } from "./cluster.ts";
import type { World } from "./world.ts";

const CLUSTER_NAME = /^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/;

/** Whether the text is an EKS cluster name. */
export function isClusterName(text: string): boolean {
  return CLUSTER_NAME.test(text);
}

/** Makes a cluster of the emulator's region, unless it is there already. */
export function addCluster(world: World, name: string): Cluster {
  if (!isClusterName(name))
    throw new TypeError(`cannot add cluster ${JSON.stringify(name)}: not a cluster name`);
  const known = world.clusters.get(name);
  if (known !== undefined) return known;
  const { region, accountId } = world.config;
  const arn = `arn:${partitionOf(region)}:eks:${region}:${accountId}:cluster/${name}`;
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

/** The cluster of a region; the emulator has clusters in its own region only. */
export function requireCluster(world: World, name: string, region: string): Cluster {
  const cluster = region === world.config.region ? world.clusters.get(name) : undefined;
  if (cluster === undefined) throw noCluster(name);
  return cluster;
}

function noCluster(name: string): AwsError {
  return resourceNotFound(`No cluster found for name: ${name}.`, { clusterName: name });
}

/** The URL that the cluster's tokens name as their issuer. */
export function issuerOf(world: World, cluster: Cluster): string {
  return `${world.publicUrl ?? awsIssuerHost(world)}/id/${cluster.id}`;
}

/** Every URL that the cluster's issuer goes by: a token made before the server had a URL stays good. */
export function issuersOf(world: World, cluster: Cluster): string[] {
  return [issuerOf(world, cluster), `${awsIssuerHost(world)}/id/${cluster.id}`];
}

function awsIssuerHost({ config: { region } }: World): string {
  const dnsSuffix = partitionOf(region) === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return `https://oidc.eks.${region}.${dnsSuffix}`;
}
