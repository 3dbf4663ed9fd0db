import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  oneof,
  option,
  record,
  string,
} from "fast-check";
import { OPERATIONS, type OperationRow } from "../../src/emulator/operations.ts";
import type { EmulatedService } from "../../src/emulator/world/call.ts";
import {
  encode,
  ODD_BODY,
  ODD_FORM,
  ODD_HEADERS,
  ODD_QUERY,
  ODD_TEXT,
  percentEncode,
  writeForm,
} from "./odd-input.ts";

/** A request of an arbitrary client. */
export interface OddRequest {
  readonly method: string;
  readonly origin: string;
  /** The path, percent-encoded, with the query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  /** Whether to sign the request, so that it reaches the reader of its operation. */
  readonly signed: boolean;
}

const ORIGINS: Readonly<Record<EmulatedService, string>> = {
  eks: "https://eks.us-west-2.amazonaws.com",
  "eks-auth": "https://eks-auth.us-west-2.api.aws",
  sts: "https://sts.us-west-2.amazonaws.com",
  oidc: "http://127.0.0.1:8080",
  kubernetes: "http://127.0.0.1:8080",
  "instance-metadata": "http://169.254.169.254",
};
const LABEL = oneof(
  { weight: 4, arbitrary: constantFrom("demo", "demo", "demo", "shop", "cart") },
  { weight: 1, arbitrary: ODD_TEXT },
);
const OPTIONAL_QUERY = oneof(constant(""), ODD_QUERY);
const OPTIONAL_HEADERS = oneof({ weight: 3, arbitrary: constant({}) }, { weight: 1, arbitrary: ODD_HEADERS });
const OPTIONAL_BODY = option(ODD_BODY, { nil: undefined, freq: 9 });
const JSON_TYPE = "application/json";
const KUBERNETES_TYPE = constantFrom(JSON_TYPE, JSON_TYPE, JSON_TYPE, "application/vnd.kubernetes.protobuf");

const SIGNED = constantFrom(true, true, true, true, false);

/** Generates requests with odd input to an operation. Most of them reach its reader. */
export function oddRequestsTo(operation: OperationRow): Arbitrary<OddRequest> {
  const [service, name, method, path, authentication] = operation;
  const form = ODD_FORM.map((pairs) => encode(writeForm([["Action", name], ...pairs])));
  return record({
    method: constant(method),
    origin: constant(ORIGINS[service]),
    labels: array(LABEL, { minLength: 4, maxLength: 4 }),
    query: OPTIONAL_QUERY,
    headers: OPTIONAL_HEADERS,
    contentType: service === "kubernetes" ? KUBERNETES_TYPE : constant(JSON_TYPE),
    body: service === "sts" ? form : OPTIONAL_BODY,
    signed: authentication === "signed" ? SIGNED : constant(false),
  }).map(({ labels, query, headers, contentType, ...request }) => ({
    ...request,
    target: fillLabels(path, labels) + query,
    headers: { "content-type": contentType, ...headers },
  }));
}

/** Requests with odd methods, paths, queries, headers and bodies. */
export const ODD_REQUESTS_TO_ANYWHERE: Arbitrary<OddRequest> = record({
  method: constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"),
  origin: constantFrom(...Object.values(ORIGINS)),
  path: oneof(
    array(ODD_TEXT, { maxLength: 5 }).map((segments) => `/${segments.map(percentEncode).join("/")}`),
    string({ unit: constantFrom(..."/%.aZ0{}+:;@&=é"), maxLength: 30 }).map((text) => `/${text}`),
  ),
  query: OPTIONAL_QUERY,
  headers: ODD_HEADERS,
  body: OPTIONAL_BODY,
  signed: boolean(),
}).map(({ path, query, ...request }) => ({ ...request, target: path + query }));

/** Requests to all operations, and some to anywhere else. */
export const ODD_REQUESTS: Arbitrary<OddRequest> = oneof(
  { weight: 5, arbitrary: constantFrom(...OPERATIONS).chain(oddRequestsTo) },
  { weight: 1, arbitrary: ODD_REQUESTS_TO_ANYWHERE },
);

function fillLabels(path: string, labels: readonly string[]): string {
  let index = 0;
  return path.replaceAll(/\{[^}]+\}/g, () => percentEncode(labels[index++ % labels.length] ?? ""));
}
