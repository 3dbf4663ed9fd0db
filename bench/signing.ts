import { createHash, createHmac } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import aws4 from "aws4";
import { AwsV4Signer } from "aws4fetch";
import { nodePorts } from "../runtimes/node/ports.ts";
import { webDigest } from "../src/ports.ts";
import { signHeaders } from "../src/signing/sigv4.ts";

const ROUNDS = 7;
const SIGNATURES = 3000;
const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE".repeat(20),
};
const url = "https://eks.us-west-2.amazonaws.com/clusters/demo/pod-identity-associations";
const body = JSON.stringify({ namespace: "shop", serviceAccount: "checkout", padding: "x".repeat(400) });
const headers = { "content-type": "application/json" };
const [service, region] = ["eks", "us-west-2"];
const cache = new Map<string, ArrayBuffer>();

/** Node's own hashing behind the interface that smithy takes. */
class NodeHash {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Uint8Array);
  }
  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error("a hash is used once here");
  }
}

const smithy = (sha256: ConstructorParameters<typeof SignatureV4>[0]["sha256"]) => {
  const signer = new SignatureV4({ service, region, credentials, sha256, applyChecksum: false });
  const { hostname, pathname } = new URL(url);
  const request = {
    method: "POST",
    protocol: "https:",
    hostname,
    path: pathname,
    body,
    headers: { ...headers, host: hostname },
  };
  return () => signer.sign(request);
};

const sign = (digest: ReturnType<typeof webDigest>) => () =>
  signHeaders(
    { method: "POST", url, headers, body },
    { credentials, service, region, nowMs: Date.now(), digest },
  );

const contenders: Record<string, () => unknown> = {
  "podkey, Node's digest": sign(nodePorts().digest),
  "podkey, WebCrypto": sign(webDigest()),
  aws4fetch: () =>
    new AwsV4Signer({ method: "POST", url, headers, body, ...credentials, service, region, cache }).sign(),
  aws4: () => {
    const { host, pathname } = new URL(url);
    return aws4.sign(
      { service, region, method: "POST", host, path: pathname, headers: { ...headers }, body },
      credentials,
    );
  },
  "@smithy/signature-v4, sha256-js": smithy(Sha256),
  "@smithy/signature-v4, node:crypto": smithy(NodeHash),
};

const samples = new Map(Object.keys(contenders).map((name) => [name, [] as number[]]));
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [name, run] of Object.entries(contenders)) {
    const startedMs = performance.now();
    for (let signed = 0; signed < SIGNATURES; signed += 1) await run();
    samples.get(name)?.push(((performance.now() - startedMs) * 1000) / SIGNATURES);
  }
}
console.table(
  Object.fromEntries(
    [...samples].map(([name, all]) => {
      // The first round warms up.
      const [least = 0, ...rest] = all.slice(1).toSorted((a, b) => a - b);
      const median = rest[Math.floor((rest.length - 1) / 2)] ?? least;
      return [
        name,
        { "µs, median": median.toFixed(1), least: least.toFixed(1), "a second": Math.round(1e6 / median) },
      ];
    }),
  ),
);
