import { createHash, createHmac, hash } from "node:crypto";
import aws4 from "aws4";
import type { Contender, Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import {
  anyRequest,
  aws4fetch,
  CANONICAL_REQUEST,
  canonicalForm,
  credentials,
  ownOperation,
  region,
  request,
  requestWithQuery,
  STRING_TO_SIGN,
  service,
  smithy,
  smithyInScript,
} from "./contenders.ts";

/** `node:crypto` with the interface that smithy expects. */
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
    throw new Error("each hash is used once");
  }
}

const INNER_BLOCK = "k".repeat(64) + STRING_TO_SIGN;
const OUTER_BLOCK = "k".repeat(64 + 32);

/** Signers on a runtime with `node:crypto`. */
export async function suites(family: Family): Promise<Suite[]> {
  return [
    { name: "an operation", contenders: [ownOperation(family), ...peersOf(request)] },
    { name: "any request", contenders: [anyRequest(request, family), ...peersOf(request)] },
    {
      name: "a URL with a query",
      contenders: [
        anyRequest(requestWithQuery, family),
        ...peersOf(requestWithQuery),
        canonicalForm(requestWithQuery),
      ],
    },
    { name: "without an adapter", contenders: [anyRequest(request, "workerd"), aws4fetch(request)] },
  ];
}

function peersOf(signed: typeof request): Contender[] {
  return [
    aws4fetch(signed),
    smithyInScript(signed),
    { name: "@smithy/signature-v4, node:crypto", kind: "peer", run: smithy(signed, NodeHash) },
    { name: "aws4", kind: "peer", run: () => signByAws4(signed) },
    { name: "its hashes alone", kind: "floor", run: hashOnly },
  ];
}

/** The hashes that every signer needs: of the body, of the canonical request, and the two of an HMAC. */
function hashOnly(): void {
  hash("sha256", request.body, "hex");
  hash("sha256", CANONICAL_REQUEST, "hex");
  hash("sha256", INNER_BLOCK, "hex");
  hash("sha256", OUTER_BLOCK, "hex");
}

function signByAws4({ url, method, headers, body }: typeof request): unknown {
  const { host, pathname, search } = new URL(url);
  const path = pathname + search;
  return aws4.sign({ service, region, method, host, path, headers: { ...headers }, body }, credentials);
}
