import * as v from "valibot";
import { isRoleArn } from "./arn.ts";
import type { Schema } from "./decode.ts";

// Functions build the schemas on use: importing podkey runs nothing, and bundlers drop the unused ones.

const CLUSTER_NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** The schema of text that passes a test. The problem completes a sentence that begins with the field's name. */
export function text(isValid: (text: string) => boolean, problem: string): Schema<string> {
  return v.pipe(v.string(), v.check(isValid, problem));
}

/** The schema of text whose length is within limits. */
export function sizedText(min: number, max: number): Schema<string> {
  return text(({ length }) => length >= min && length <= max, `must be ${min} to ${max} characters`);
}

/** The schema of text in a response that must not be empty. */
export function filledText(): Schema<string> {
  return text((value) => value !== "", "text that is not empty");
}

/** The schema of text in a request that must not be empty. */
export function someText(): Schema<string> {
  return text((value) => value !== "", "must not be empty");
}

/** The schema of an EKS cluster's name. */
export function clusterName(): Schema<string> {
  return text(
    (name) => CLUSTER_NAME.test(name),
    "must be 1 to 100 letters, digits, hyphens or underscores and start with a letter or digit",
  );
}

/** The schema of a Kubernetes namespace: an RFC 1123 label. */
export function namespace(): Schema<string> {
  return text(
    (name) => DNS_LABEL.test(name),
    "must be a Kubernetes namespace: 1 to 63 lower-case letters, digits or hyphens",
  );
}

/** The schema of a Kubernetes service account's name: an RFC 1123 subdomain. */
export function serviceAccount(): Schema<string> {
  return text(
    (name) => DNS_SUBDOMAIN.test(name),
    "must be a Kubernetes name: 1 to 253 lower-case letters, digits, hyphens and dots",
  );
}

/** The schema of the ARN of an IAM role. */
export function roleArn(): Schema<string> {
  return text(isRoleArn, "must be the ARN of an IAM role, e.g. arn:aws:iam::111122223333:role/name");
}

/** The schema of an association's id, which becomes a path label. URL parsers drop `.` and `..`, even percent-encoded. */
export function pathLabel(): Schema<string> {
  return text(
    (label) => !/^\.{0,2}$|\p{Surrogate}/u.test(label),
    "must be the id of an association, e.g. a-abcdefghijklmnop1",
  );
}
