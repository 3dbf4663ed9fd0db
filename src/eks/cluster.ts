import { CLUSTER_NAME, TEXT } from "../aws/names.ts";
import { TIME } from "../aws/timestamp.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callRestJson, type RestJsonOperation } from "../http/protocols/rest-json.ts";
import { percentEncode } from "../lib/url.ts";

/** An EKS cluster. Members that this version does not list pass through unchanged. */
export interface Cluster {
  /** The name of the cluster. */
  readonly name: string;
  /** The ARN of the cluster. */
  readonly arn: string;
  /** The state of the cluster, e.g. `ACTIVE` or `CREATING`. */
  readonly status?: string;
  /** The version of Kubernetes, e.g. `1.34`. */
  readonly version?: string;
  /** The URL of the Kubernetes API server. */
  readonly endpoint?: string;
  /** When the cluster was created. */
  readonly createdAt?: Date;
  /** The OIDC issuer of the cluster's service-account tokens. */
  readonly identity?: { readonly oidc?: { readonly issuer?: string } };
}

/** Describes a cluster: its ARN, its state and the issuer of its service-account tokens (EKS DescribeCluster). */
export async function describeCluster(
  client: ClientSource,
  input: { readonly clusterName: string },
  options?: CallOptions,
): Promise<Cluster> {
  return (await callRestJson(client, DESCRIBE, input, options)).cluster;
}

const DESCRIBE: RestJsonOperation<{ readonly clusterName: string }, { readonly cluster: Cluster }> = {
  service: "eks",
  name: "DescribeCluster",
  method: "GET",
  input: { required: { clusterName: CLUSTER_NAME }, optional: {} },
  path: ({ clusterName }) => `/clusters/${percentEncode(clusterName)}`,
  output: {
    required: {
      cluster: {
        required: { name: TEXT, arn: TEXT },
        optional: {
          status: TEXT,
          version: TEXT,
          endpoint: TEXT,
          createdAt: TIME,
          identity: {
            required: {},
            optional: { oidc: { required: {}, optional: { issuer: TEXT } } },
          },
        },
      },
    },
    optional: {},
  },
};
