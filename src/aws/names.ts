import * as v from "valibot";
import { isRoleArn } from "./arn.ts";
import type { Schema } from "./decode.ts";

// Schemas are built when they are used: importing podkey runs nothing, and bundlers drop what nobody uses.

const CLUSTER_NAME = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Text that passes a test. The problem completes a sentence that begins with the field's name. */
export function text(isValid: (text: string) => boolean, problem: string): Schema<string> {
  return v.pipe(v.string(), v.check(isValid, problem));
}

/** Text of a length within limits. */
export function sizedText(min: number, max: number): Schema<string> {
  return text(({ length }) => length >= min && length <= max, `must be ${min} to ${max} characters`);
}

/** The schema of text in a response that must not be empty. */
export function filledText(): Schema<string> {
  return text((value) => value !== "", "text that is not empty");
}

/** Text that is not empty. */
export function someText(): Schema<string> {
  return text((value) => value !== "", "must not be empty");
}

/** An EKS cluster's name. */
export function clusterName(): Schema<string> {
  return text(
    (name) => CLUSTER_NAME.test(name),
    "must be 1 to 100 letters, digits, hyphens or underscores and start with a letter or digit",
  );
}

/** A Kubernetes namespace: an RFC 1123 label. */
export function namespace(): Schema<string> {
  return text(
    (name) => DNS_LABEL.test(name),
    "must be a Kubernetes namespace: 1 to 63 lower-case letters, digits or hyphens",
  );
}

/** A Kubernetes service account's name: an RFC 1123 subdomain. */
export function serviceAccount(): Schema<string> {
  return text(
    (name) => DNS_SUBDOMAIN.test(name),
    "must be a Kubernetes name: 1 to 253 lower-case letters, digits, hyphens and dots",
  );
}

/** The ARN of an IAM role. */
export function roleArn(): Schema<string> {
  return text(isRoleArn, "must be the ARN of an IAM role, as arn:aws:iam::111122223333:role/name");
}

/** An opaque id that becomes a path label. URL parsers swallow `.` and `..`, even percent-encoded. */
export function pathLabel(): Schema<string> {
  return text(
    (label) => !/^\.{0,2}$|\p{Surrogate}/u.test(label),
    "must be well-formed text other than '', '.' and '..'",
  );
}
