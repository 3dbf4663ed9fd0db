import { isRoleArn } from "./arn.ts";
import { isText } from "./decode.ts";
import type { PrimitiveShape } from "./shape.ts";

const CLUSTER_NAME_FORM = /^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$/;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Any text. */
export const TEXT: PrimitiveShape<string> = { type: "string" };

/** A flag. */
export const FLAG: PrimitiveShape<boolean> = { type: "boolean" };

/** Text in a response that must not be empty. */
export const FILLED_TEXT: PrimitiveShape<string> = {
  type: "string",
  check: (text) => (isText(text) ? undefined : "text that is not empty"),
};

/** Text in a request that must not be empty. */
export const SOME_TEXT: PrimitiveShape<string> = {
  type: "string",
  check: (text) => (isText(text) ? undefined : "must not be empty"),
};

/** The name of an EKS cluster. */
export const CLUSTER_NAME: PrimitiveShape<string> = {
  type: "string",
  check: (name) =>
    isClusterName(name)
      ? undefined
      : "must be 1 to 100 letters, digits, hyphens or underscores and start with a letter or digit",
};

/** A Kubernetes namespace: an RFC 1123 label. */
export const NAMESPACE: PrimitiveShape<string> = {
  type: "string",
  check: (name) =>
    DNS_LABEL.test(name)
      ? undefined
      : "must be a Kubernetes namespace: 1 to 63 lower-case letters, digits or hyphens",
};

/** The name of a Kubernetes service account: an RFC 1123 subdomain. */
export const SERVICE_ACCOUNT: PrimitiveShape<string> = {
  type: "string",
  check: (name) =>
    DNS_SUBDOMAIN.test(name)
      ? undefined
      : "must be a Kubernetes name: 1 to 253 lower-case letters, digits, hyphens and dots",
};

/** The ARN of an IAM role. */
export const ROLE_ARN: PrimitiveShape<string> = {
  type: "string",
  check: (arn) =>
    isRoleArn(arn) ? undefined : "must be the ARN of an IAM role, e.g. arn:aws:iam::111122223333:role/name",
};

/** The id of an association, which becomes a path label. URL parsers drop `.` and `..`, even percent-encoded. */
export const PATH_LABEL: PrimitiveShape<string> = {
  type: "string",
  check: (label) =>
    /^\.{0,2}$|\p{Surrogate}/u.test(label)
      ? "must be the id of an association, e.g. a-abcdefghijklmnop1"
      : undefined,
};

/** Whether the text is the name of an EKS cluster. */
export function isClusterName(text: string): boolean {
  return CLUSTER_NAME_FORM.test(text);
}
