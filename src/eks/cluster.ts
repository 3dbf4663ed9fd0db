import * as v from "valibot";
import { checkRequest, parseResponse, type ResponseContext, type Schema } from "../aws/decode.ts";
import { clusterName } from "../aws/names.ts";
import { timestamp } from "../aws/timestamp.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
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
  const name = "DescribeCluster";
  checkClusterName(input, name);
  const path = `/clusters/${percentEncode(input.clusterName)}`;
  const { body, context } = await callRestJson(
    client,
    { service: "eks", name, method: "GET", path },
    options,
  );
  return decodeCluster(body, context);
}

/** Throws `INVALID_REQUEST` unless the input holds the name of a cluster. */
export function checkClusterName(input: { readonly clusterName: string }, operation: string): void {
  checkRequest(v.looseObject({ clusterName: clusterName() }), input, operation);
}

/** Reads the response to DescribeCluster. Throws `INVALID_RESPONSE`. */
export function decodeCluster(body: unknown, context: ResponseContext): Cluster {
  return parseResponse(v.looseObject({ cluster: clusterSchema() }), body, context).cluster;
}

function clusterSchema(): Schema<Cluster> {
  const text = v.exactOptional(v.string());
  return v.looseObject({
    name: v.string(),
    arn: v.string(),
    status: text,
    version: text,
    endpoint: text,
    createdAt: v.exactOptional(timestamp()),
    identity: v.exactOptional(v.looseObject({ oidc: v.exactOptional(v.looseObject({ issuer: text })) })),
  });
}
