import type { SigningContext } from "../../src/signing/signature.ts";
import { CREDENTIALS, NOW_MS } from "./aws-examples.ts";
import { syncDigest } from "./sync-digest.ts";

/** Makes a signing context from defaults for tests and the given changes. */
export function signingContext(change: Partial<SigningContext> = {}): SigningContext {
  return {
    credentials: CREDENTIALS,
    service: "eks",
    region: "us-west-2",
    nowMs: NOW_MS,
    digest: syncDigest,
    ...change,
  };
}
