import {
  type Arbitrary,
  array,
  constantFrom,
  dictionary,
  json,
  oneof,
  string,
  tuple,
  uint8Array,
} from "fast-check";

/** Stands for a valid service-account token in a generated body. */
export const TOKEN_PLACEHOLDER = "valid.token.placeholder";

const ROLE_ARN = "arn:aws:iam::111122223333:role/cart";

/** Text that readers often handle wrongly. */
export const ODD_TEXT: Arbitrary<string> = oneof(
  constantFrom("demo", "shop", "cart", "a-1", ROLE_ARN, "%", "..", "", "-1", "1e999", "\u0000", "<&>\"'"),
  constantFrom("__proto__", "constructor", "toString", "é漢😀", "a\nb", "null"),
  string({ unit: "grapheme", maxLength: 20 }),
);

const HEADER_TEXT = oneof(
  string({ unit: constantFrom(..."aZ09-_.~!'()*+,;:@&=/?#[]$%<>|{}^`\\\"  \t"), maxLength: 40 }),
  constantFrom(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20150830/us-west-2/eks/aws4_request, SignedHeaders=host, Signature=00",
    "AWS4-HMAC-SHA256 Credential=////, SignedHeaders=;;, Signature==",
    "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AA",
    "application/json, */*;q=0.5",
    "application/vnd.kubernetes.protobuf",
    "20150830T123600Z",
    "99999999T999999Z",
  ),
);
/** Headers that the emulator reads, with odd values. */
export const ODD_HEADERS: Arbitrary<Record<string, string>> = dictionary(
  oneof(
    constantFrom("authorization", "accept", "content-type", "date", "x-amz-date", "x-amz-content-sha256"),
    constantFrom("x-amz-security-token", "x-aws-ec2-metadata-token", "x-aws-ec2-metadata-token-ttl-seconds"),
  ),
  HEADER_TEXT,
  { maxKeys: 4 },
);

const TOKEN = constantFrom(TOKEN_PLACEHOLDER, "a.b.c", "eyJhbGciOiJSUzI1NiJ9.e30.AA", "....");
const VALID_MEMBERS = {
  namespace: "shop",
  serviceAccount: "cart",
  roleArn: ROLE_ARN,
  tags: { team: "shop" },
  token: TOKEN_PLACEHOLDER,
};
const VALID_SPEC = {
  audiences: ["pods.eks.amazonaws.com"],
  expirationSeconds: 600,
  boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "cart-0" },
};
const MEMBER_VALUE = oneof(
  ODD_TEXT,
  constantFrom<unknown>(null, true, 600, -1, 1.5, 2 ** 53, "", {}, [], [null], { a: null }),
  // An object that cannot be converted to text.
  constantFrom({ toString: 1 }),
);
const ODD_MEMBERS = dictionary(
  oneof(
    constantFrom(
      "kind",
      "apiVersion",
      "metadata",
      "spec",
      "audiences",
      "expirationSeconds",
      "boundObjectRef",
    ),
    constantFrom(...Object.keys(VALID_MEMBERS), "targetRoleArn", "policy", "disableSessionTags"),
    constantFrom("clientRequestToken", "name", "uid", "odd", "漢\n", "__proto__"),
  ),
  MEMBER_VALUE,
  { maxKeys: 3 },
);
const DOCUMENT = tuple(TOKEN, ODD_MEMBERS, ODD_MEMBERS, ODD_MEMBERS).map(([token, root, spec, bound]) => {
  const boundObjectRef = Object.assign({}, VALID_SPEC.boundObjectRef, bound);
  const members = { ...VALID_MEMBERS, token, spec: Object.assign({}, VALID_SPEC, { boundObjectRef }, spec) };
  return Object.assign({}, members, root);
});

/** The parameters of a form, with valid ones of the AssumeRole operations among them. */
export const ODD_FORM: Arbitrary<readonly (readonly [string, string])[]> = array(
  tuple(
    oneof(
      constantFrom("Version", "RoleArn", "RoleSessionName", "DurationSeconds", "WebIdentityToken", "Policy"),
      constantFrom("Tags.member.1.Key", "Tags.member.NaN.Value", "TransitiveTagKeys.member.1", "ExternalId"),
      constantFrom("PolicyArns.member.1.arn"),
      ODD_TEXT,
    ),
    oneof(constantFrom("900", "{}", ROLE_ARN), ODD_TEXT),
  ),
  { maxLength: 3 },
).chain((pairs) =>
  TOKEN.map((token) => [
    ["RoleArn", ROLE_ARN],
    ["RoleSessionName", "test"],
    ["WebIdentityToken", token],
    ...pairs,
  ]),
);

/** Bodies in every format that the emulator reads, valid or not. */
export const ODD_BODY: Arbitrary<Uint8Array<ArrayBuffer>> = oneof(
  { weight: 6, arbitrary: DOCUMENT.map((document) => encode(JSON.stringify(document))) },
  { weight: 1, arbitrary: json({ maxDepth: 4 }).map(encode) },
  { weight: 1, arbitrary: ODD_TEXT.map(encode) },
  { weight: 1, arbitrary: uint8Array({ maxLength: 60 }).map((bytes) => protobuf(bytes)) },
  { weight: 1, arbitrary: constantFrom("{".repeat(5000), "[".repeat(20_000), "").map(encode) },
);

/** Query strings with the question mark. */
export const ODD_QUERY: Arbitrary<string> = oneof(
  ODD_FORM.map(writeForm),
  string({ unit: constantFrom(..."&=%+aX-Amz09"), maxLength: 40 }),
  constantFrom("////", "AKIAIOSFODNN7EXAMPLE/99999999/us-west-2/eks/aws4_request").map((credential) =>
    writeForm([
      ["X-Amz-Algorithm", "AWS4-HMAC-SHA256"],
      ["X-Amz-Credential", credential],
      ["X-Amz-Signature", "0"],
      ["X-Amz-SignedHeaders", "host"],
      ["X-Amz-Date", "99999999T999999Z"],
      ["X-Amz-Expires", "1"],
    ]),
  ),
  constantFrom("nextToken=%F0%9F%92%A9", "maxResults=1e9", "nextToken=MQ&maxResults=7&namespace=shop"),
  constantFrom("tagKeys=a&tagKeys=%", "fieldValidation=Strict"),
).map((query) => `?${query}`);

/** Writes parameters as a percent-encoded form. */
export function writeForm(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map((pair) => pair.map(percentEncode).join("=")).join("&");
}

/** Percent-encodes text. Unpaired surrogates become U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Encodes text as UTF-8. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function protobuf(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...message]);
}
