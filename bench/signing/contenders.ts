import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { AwsV4Signer } from "aws4fetch";
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

export const service = "eks";
export const region = "us-west-2";

/** As long as the canonical request, which is hashed. */
export const CANONICAL_REQUEST: string = "c".repeat(1400);
/** As long as the string to sign, which the HMAC covers. */
export const STRING_TO_SIGN: string = "s".repeat(130);

/** podkey, with the hash functions of a runtime family. On workerd these are WebCrypto. */
export function podkey(family: Family): Contender {
  const { digest } = portsOf(family);
  return {
    name: "podkey",
    kind: "podkey",
    run: () => signHeaders(request, { credentials, service, region, nowMs: Date.now(), digest }),
  };
}

/** aws4fetch, which hashes with WebCrypto on every runtime. */
export function aws4fetch(): Contender {
  const cache = new Map<string, ArrayBuffer>();
  const parameters = { ...request, ...credentials, service, region, cache };
  return { name: "aws4fetch", kind: "peer", run: () => new AwsV4Signer({ ...parameters }).sign() };
}

/** smithy's signer with the JavaScript hash of the AWS SDK. */
export function smithyInScript(): Contender {
  return { name: "@smithy/signature-v4, sha256-js", kind: "peer", run: smithy(Sha256) };
}

/** Signs with smithy's signer, as the AWS SDK does, and a given hash. */
export function smithy(sha256: ConstructorParameters<typeof SignatureV4>[0]["sha256"]): () => unknown {
  const signer = new SignatureV4({ service, region, credentials, sha256, applyChecksum: false });
  const { hostname, pathname } = new URL(request.url);
  return () => {
    const { method, body } = request;
    const headers = { ...request.headers, host: hostname };
    return signer.sign({ method, protocol: "https:", hostname, path: pathname, body, headers });
  };
}
