import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
import { percentEncode } from "../lib/percent-encoding.ts";
import { type Cluster, checkClusterName, decodeCluster } from "./cluster-shape.ts";

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
