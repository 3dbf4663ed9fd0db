import {
  type Arbitrary,
  array,
  boolean,
  constant,
  constantFrom,
  dictionary,
  integer,
  oneof,
  option,
  record,
  string,
  tuple,
  uint8Array,
} from "fast-check";
import type { ServiceId } from "../../src/http/endpoint.ts";

/** A request that several implementations sign. */
export interface CorpusRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly service: string;
  readonly region: string;
  readonly nowMs: number;
}

const ARN = "arn:aws:eks:us-west-2:111122223333:podidentityassociation/demo/a-abcdefghijklmnop1";
/** Text with every kind of character that has a rule of its own in a path or a query. */
export const ODD_TEXT: Arbitrary<string> = string({
  unit: constantFrom(..."aZ09-_.~!'()*+,;:@&=/?#[]$%<>|{}^` \\\"äß€漢😀"),
  maxLength: 12,
});
const SEGMENT = oneof(
  constantFrom("clusters", "tags", "demo", "v1", "%7E", "a%20b"),
  ODD_TEXT.map(encodeLabel),
  constant(encodeLabel(ARN)),
);
const PARAMETER = tuple(
  oneof(
    constantFrom("a", "A", "tagKeys", "X-Amz-Meta"),
    ODD_TEXT.filter((name) => name !== ""),
  ),
  ODD_TEXT,
);
const HEADER_TEXT = string({
  unit: constantFrom(..."aZ09-_.~!'()*+,;:@&=/?#[]$%<>|{}^`\\\"  \t"),
  maxLength: 24,
});
const HOST = constantFrom(
  "eks.us-west-2.amazonaws.com",
  "eks-auth.us-west-2.api.aws",
  "example.com:8443",
  "127.0.0.1:4566",
  "[::1]:4566",
  "localhost",
);
const TOKEN = string({ unit: constantFrom(..."aZ09+/="), minLength: 1, maxLength: 64 });

/** What a signature is made with. */
export const SIGNER: Arbitrary<
  Pick<CorpusRequest, "credentials" | "nowMs"> & { readonly service: ServiceId; readonly region: string }
> = record({
  credentials: record({
    secretAccessKey: string({ unit: constantFrom(..."aZ09+/"), minLength: 40, maxLength: 40 }),
    sessionToken: option(TOKEN, { nil: undefined }),
  }).map(credentialsOf),
  service: constantFrom("eks", "eks-auth", "sts"),
  region: constantFrom("us-west-2", "eu-central-1", "us-gov-west-1"),
  nowMs: integer({ min: 0, max: 4_102_444_799_999 }),
});

/** Requests with all details in which implementations of Signature Version 4 differ. */
export const CORPUS: Arbitrary<CorpusRequest> = record({
  method: constantFrom("GET", "POST", "PUT", "DELETE"),
  host: HOST,
  segments: array(SEGMENT, { maxLength: 4 }),
  endsWithSlash: boolean(),
  parameters: array(PARAMETER, { maxLength: 5 }),
  headers: dictionary(
    constantFrom("content-type", "x-amz-target", "x-amz-meta", "x-k8s-aws-id", "accept", "range"),
    HEADER_TEXT,
  ),
  unsigned: dictionary(constantFrom("user-agent", "x-amzn-trace-id", "cache-control"), constant("example")),
  body: oneof(
    constant(undefined),
    ODD_TEXT,
    uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes)),
  ),
  signer: SIGNER,
}).map((parts) => ({
  method: parts.method,
  url: urlOf(parts),
  headers: Object.assign({}, parts.headers, parts.unsigned),
  body: parts.body,
  ...parts.signer,
}));

function urlOf(parts: {
  readonly host: string;
  readonly segments: readonly string[];
  readonly endsWithSlash: boolean;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}): string {
  const path = parts.segments.map((segment) => segment && `/${segment}`).join("");
  const slash = parts.endsWithSlash || path === "" ? "/" : "";
  const query = parts.parameters.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  return new URL(`https://${parts.host}${path}${slash}${query && `?${query}`}`).href;
}

function credentialsOf(parts: {
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}): CorpusRequest["credentials"] {
  const { secretAccessKey, sessionToken } = parts;
  return { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Replaces segments of dots only, because every URL parser removes them. */
function encodeLabel(text: string): string {
  return /^\.+$/.test(text) ? "dots" : encodeURIComponent(text);
}
