import fc from "fast-check";

/** A request to be signed by several implementations. */
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
const ODD_TEXT = fc.string({
  unit: fc.constantFrom(..."aZ09-_.~!'()*+,;:@&=/?#[]$%<>|{}^` \\\"äß€漢😀"),
  maxLength: 12,
});
const SEGMENT = fc.oneof(
  fc.constantFrom("clusters", "tags", "demo", "v1", "%7E", "a%20b"),
  ODD_TEXT.map(encodeLabel),
  fc.constant(encodeLabel(ARN)),
);
const PARAMETER = fc.tuple(
  fc.oneof(
    fc.constantFrom("a", "A", "tagKeys", "X-Amz-Meta"),
    ODD_TEXT.filter((name) => name !== ""),
  ),
  ODD_TEXT,
);
const HEADER_TEXT = fc.string({
  unit: fc.constantFrom(..."aZ09-_.~!'()*+,;:@&=/?#[]$%<>|{}^`\\\"  \t"),
  maxLength: 24,
});
const HOST = fc.constantFrom(
  "eks.us-west-2.amazonaws.com",
  "eks-auth.us-west-2.api.aws",
  "example.com:8443",
  "127.0.0.1:4566",
  "[::1]:4566",
  "localhost",
);
const TOKEN = fc.string({ unit: fc.constantFrom(..."aZ09+/="), minLength: 1, maxLength: 64 });

/** Requests with everything that implementations of Signature Version 4 disagree about. */
export const CORPUS: fc.Arbitrary<CorpusRequest> = fc
  .record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
    host: HOST,
    segments: fc.array(SEGMENT, { maxLength: 4 }),
    endsWithSlash: fc.boolean(),
    parameters: fc.array(PARAMETER, { maxLength: 5 }),
    headers: fc.dictionary(
      fc.constantFrom("content-type", "x-amz-target", "x-amz-meta", "x-k8s-aws-id", "accept"),
      HEADER_TEXT,
    ),
    unsigned: fc.dictionary(
      fc.constantFrom("user-agent", "x-amzn-trace-id", "cache-control"),
      fc.constant("example"),
    ),
    body: fc.oneof(
      fc.constant(undefined),
      ODD_TEXT,
      fc.uint8Array({ maxLength: 100 }).map((bytes) => new Uint8Array(bytes)),
    ),
    sessionToken: fc.option(TOKEN, { nil: undefined }),
    secretAccessKey: fc.string({ unit: fc.constantFrom(..."aZ09+/"), minLength: 40, maxLength: 40 }),
    service: fc.constantFrom("eks", "eks-auth", "sts"),
    region: fc.constantFrom("us-west-2", "eu-central-1", "us-gov-west-1"),
    nowMs: fc.integer({ min: 0, max: 4_102_444_799_999 }),
  })
  .map(
    ({
      host,
      segments,
      endsWithSlash,
      parameters,
      sessionToken,
      secretAccessKey,
      headers,
      unsigned,
      ...rest
    }) => {
      const path = segments
        .filter((segment) => segment !== "")
        .map((segment) => `/${segment}`)
        .join("");
      const query = parameters.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
      return {
        ...rest,
        url: new URL(
          `https://${host}${path}${endsWithSlash || path === "" ? "/" : ""}${query && `?${query}`}`,
        ).href,
        headers: { ...headers, ...unsigned },
        credentials: {
          accessKeyId: "AKIAIOSFODNN7EXAMPLE",
          secretAccessKey,
          ...(sessionToken && { sessionToken }),
        },
      };
    },
  );

/** Dots alone would be resolved away by every URL parser. */
function encodeLabel(text: string): string {
  return /^\.+$/.test(text) ? "dots" : encodeURIComponent(text);
}
