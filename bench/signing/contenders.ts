import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsV4Signer } from "aws4fetch";
import { digestOf } from "../../src/digest.ts";
import { signOperation } from "../../src/signing/sign-operation.ts";
import { signHeaders } from "../../src/signing/sign-request.ts";
import { exampleCredentials } from "../framework/example-credentials.ts";
import { portsOf } from "../framework/ports-of.ts";
import type { Contender } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";

/** The credentials of every contender. */
export const credentials: ReturnType<typeof exampleCredentials> = /* @__PURE__ */ exampleCredentials();

/** The request of every contender, with a body of about 500 bytes. */
export const request = {
  method: "POST",
  url: "https://eks.us-west-2.amazonaws.com/clusters/demo/pod-identity-associations",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ namespace: "shop", serviceAccount: "checkout", padding: "x".repeat(400) }),
};

/** The same request with a query, which has to be encoded and sorted. */
export const requestWithQuery: typeof request = {
  ...request,
  url: `${request.url}?serviceAccount=checkout&namespace=shop&maxResults=100&nextToken=a%2Fb%3D`,
};

export const service = "eks";
export const region = "us-west-2";

/** As long as the canonical request, which is hashed. */
export const CANONICAL_REQUEST: string = "c".repeat(1400);
/** As long as the string to sign, which the HMAC covers. */
export const STRING_TO_SIGN: string = "s".repeat(130);

/** podkey, as it signs its own operations, with the hash functions of a runtime family. On workerd these are WebCrypto. */
export function ownOperation(family: Family): Contender {
  return podkey(signOperation, request, family);
}

/** podkey, as it signs a request of the user. */
export function anyRequest(signed: typeof request, family: Family): Contender {
  return podkey(signHeaders, signed, family);
}

function podkey(
  sign: typeof signHeaders | typeof signOperation,
  signed: typeof request,
  family: Family,
): Contender {
  const digest = digestOf(portsOf(family));
  return {
    name: "podkey",
    kind: "podkey",
    run: () => sign(signed, { credentials, service, region, nowMs: Date.now(), digest }),
  };
}

/** aws4fetch, which hashes with WebCrypto on every runtime. */
export function aws4fetch(signed: typeof request): Contender {
  const cache = new Map<string, ArrayBuffer>();
  const parameters = { ...signed, ...credentials, service, region, cache };
  return { name: "aws4fetch", kind: "peer", run: () => new AwsV4Signer({ ...parameters }).sign() };
}

/** The canonical form of a URL by aws4fetch, which `signHeaders` uses for a URL with a query. Nothing is hashed. */
export function canonicalForm({ url }: typeof request): Contender {
  const parameters = {
    url,
    accessKeyId: "",
    secretAccessKey: "",
    service,
    region,
    datetime: "20261122T093000Z",
  };
  return {
    name: "aws4fetch's canonical form alone",
    kind: "floor",
    run: () => new AwsV4Signer({ ...parameters }).encodedSearch,
  };
}

/** smithy's signer with the JavaScript hash of the AWS SDK. */
export function smithyInScript(signed: typeof request): Contender {
  return { name: "@smithy/signature-v4, sha256-js", kind: "peer", run: smithy(signed, Sha256) };
}

/** Signs with smithy's signer, as the AWS SDK does, and a given hash. */
export function smithy(
  signed: typeof request,
  sha256: ConstructorParameters<typeof SignatureV4>[0]["sha256"],
): () => unknown {
  const signer = new SignatureV4({ service, region, credentials, sha256, applyChecksum: false });
  const { hostname, pathname, searchParams } = new URL(signed.url);
  const query = Object.fromEntries(searchParams);
  return () => {
    const { method, body } = signed;
    const headers = { ...signed.headers, host: hostname };
    return signer.sign({ method, protocol: "https:", hostname, path: pathname, query, body, headers });
  };
}
