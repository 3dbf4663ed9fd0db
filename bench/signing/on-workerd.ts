import { webDigest } from "../../src/digest.ts";
import { utf8 } from "../../src/lib/bytes.ts";
import type { Contender, Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import {
  anyRequest,
  aws4fetch,
  CANONICAL_REQUEST,
  ownOperation,
  request,
  STRING_TO_SIGN,
  smithyInScript,
} from "./contenders.ts";

/** Signers on a runtime with WebCrypto only. */
export async function suites(family: Family): Promise<Suite[]> {
  const peers = [aws4fetch(request), smithyInScript(request), hashFloor()];
  return [
    { name: "an operation", contenders: [ownOperation(family), ...peers] },
    { name: "any request", contenders: [anyRequest(request, family), ...peers] },
  ];
}

/** The hashes that every signer needs: of the body, of the canonical request, and one HMAC with a cached key. */
function hashFloor(): Contender {
  const digest = webDigest();
  const key = utf8("k".repeat(32));
  const run = async () => {
    await digest.sha256Hex(request.body);
    await digest.sha256Hex(CANONICAL_REQUEST);
    await digest.hmacSha256(key, STRING_TO_SIGN);
  };
  return { name: "its hashes alone", kind: "floor", run };
}
