import * as v from "valibot";
import { isRoleArn } from "./arn.ts";
import type { Schema } from "./parse.ts";

const CLUSTER_NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;
const MAX_SUBDOMAIN_LENGTH = 253;

/** An EKS cluster's name: 1 to 100 of `A-Z a-z 0-9 - _`, first a letter or digit. */
export const clusterName: Schema<string> = v.pipe(
  v.string(),
  v.regex(
    CLUSTER_NAME,
    "must be 1 to 100 letters, digits, hyphens or underscores and start with a letter or digit",
  ),
);

/** A Kubernetes namespace: an RFC 1123 label. */
export const namespace: Schema<string> = v.pipe(
  v.string(),
  v.regex(DNS_LABEL, "must be a Kubernetes namespace: 1 to 63 lower-case letters, digits or hyphens"),
);

/** A Kubernetes service account's name: an RFC 1123 subdomain. */
export const serviceAccount: Schema<string> = v.pipe(
  v.string(),
  v.maxLength(MAX_SUBDOMAIN_LENGTH, `must be at most ${MAX_SUBDOMAIN_LENGTH} characters`),
  v.regex(DNS_SUBDOMAIN, "must be a Kubernetes name: lower-case letters, digits, hyphens and dots"),
);

/** The ARN of an IAM role. */
export const roleArn: Schema<string> = v.pipe(
  v.string(),
  v.check(isRoleArn, "must be the ARN of an IAM role, as arn:aws:iam::111122223333:role/name"),
);

/** An opaque id that becomes a path label. URL parsers swallow `.` and `..`, even percent-encoded. */
export const pathLabel: Schema<string> = v.pipe(
  v.string(),
  v.check((label) => label !== "" && label !== "." && label !== "..", "must not be empty, '.' or '..'"),
);
