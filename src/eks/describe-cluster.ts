import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { percentEncode } from "../http/percent-encoding.ts";
import { callRestJson } from "../http/rest-json.ts";
import { type Cluster, checkClusterName, decodeCluster } from "../models/cluster.ts";

/** Describes a cluster: ARN, status, and the issuer of its service-account tokens (EKS DescribeCluster). */
export async function describeCluster(
  client: Client,
  input: { readonly clusterName: string },
  options?: CallOptions,
): Promise<Cluster> {
  const operation = "DescribeCluster";
  checkClusterName(input, operation);
  const path = `/clusters/${percentEncode(input.clusterName)}`;
  const { body, context } = await callRestJson(
    client,
    { service: "eks", operation, method: "GET", path },
    options,
  );
  return decodeCluster(body, context);
}
