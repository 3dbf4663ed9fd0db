import * as v from "valibot";
import { clusterName } from "./names.ts";
import { checkRequest, parseResponse, type ResponseContext, type Schema } from "./parse.ts";
import { timestamp } from "./timestamp.ts";

/** What podkey reads of an EKS cluster. Other members pass through as they arrived. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  /** As `ACTIVE` or `CREATING`. */
  readonly status?: string;
  readonly version?: string;
  /** The URL of the Kubernetes API server. */
  readonly endpoint?: string;
  readonly createdAt?: Date;
  /** Where the keys are that sign the cluster's service-account tokens. */
  readonly identity?: { readonly oidc?: { readonly issuer?: string } };
}

const response: Schema<{ cluster: Cluster }> = v.looseObject({
  cluster: v.looseObject({
    name: v.string(),
    arn: v.string(),
    status: v.exactOptional(v.string()),
    version: v.exactOptional(v.string()),
    endpoint: v.exactOptional(v.string()),
    createdAt: v.exactOptional(timestamp),
    identity: v.exactOptional(
      v.looseObject({ oidc: v.exactOptional(v.looseObject({ issuer: v.exactOptional(v.string()) })) }),
    ),
  }),
});

/** Throws `InvalidRequestError` unless the input names a cluster. */
export function checkClusterName(input: { readonly clusterName: string }, operation: string): void {
  checkRequest(v.looseObject({ clusterName }), input, operation);
}

/** Reads the answer to DescribeCluster. Throws `InvalidResponseError`. */
export function decodeCluster(body: unknown, context: ResponseContext): Cluster {
  return parseResponse(response, body, context).cluster;
}
