import { type Arbitrary, array, constant, constantFrom, dictionary, oneof, record, tuple } from "fast-check";
import { resolveEndpoint } from "../../src/http/endpoint.ts";
import { encodePairs, percentEncode } from "../../src/lib/url.ts";
import { type CorpusRequest, ODD_TEXT, SIGNER } from "./request-corpus.ts";

/** Endpoints as users write them: AWS's, and custom ones with ports, prefixes and characters that `URL` spells anew. */
const ENDPOINT = oneof(
  constant(undefined),
  tuple(
    constantFrom(
      "https://example.com",
      "HTTP://Example.com:8443",
      "https://[::1]:443",
      "http://127.1:4566",
      "https://käse.example",
    ),
    array(
      oneof(
        constantFrom(
          "",
          "v1",
          "a b",
          "a%20b",
          "%zz",
          "ä€",
          "..",
          "(x)!*'",
          "a@b:c;d,e=f&g+h$i",
          '[1]|^{2}`<3>"',
          "%2F",
        ),
        ODD_TEXT.map(encodeURIComponent),
      ),
      { maxLength: 4 },
    ),
  ).map(([origin, prefix]) => [origin, ...prefix].join("/")),
);

const LABEL = ODD_TEXT.map((text) => `x${text}`);
/** Some names begin with the whole of another one. */
const PARAMETER = tuple(
  oneof(
    constantFrom("a", "A", "a-b", "a.b", "a b", "a0", "tagKeys"),
    ODD_TEXT.filter((name) => name !== ""),
  ),
  ODD_TEXT,
);
const HEADERS = dictionary(
  constantFrom("accept", "content-type", "range", "x-amz-a", "x-amz-target", "x-amzn-b"),
  constantFrom("application/json", "a b", "a=b;c", "1", '"q"'),
);

/** Operations as `attemptOnce` gives them to the signer: with an endpoint, encoded labels and an encoded query. */
export const OPERATIONS: Arbitrary<CorpusRequest> = record({
  method: constantFrom("GET", "POST", "DELETE"),
  endpoint: ENDPOINT,
  labels: array(LABEL, { minLength: 1, maxLength: 4 }),
  parameters: array(PARAMETER, { maxLength: 5 }),
  headers: HEADERS,
  body: oneof(constant(undefined), ODD_TEXT),
  signer: SIGNER,
}).map(({ method, endpoint, labels, parameters, headers, body, signer }) => {
  const { url } = resolveEndpoint(signer.service, { endpoint, region: signer.region }, () => undefined);
  const query = encodePairs(parameters);
  const path = `/${labels.map(percentEncode).join("/")}${query && `?${query}`}`;
  return { method, url: url + path, headers: { ...headers }, body, ...signer };
});
