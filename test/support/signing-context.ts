import type { SigningContext } from "../../src/signing/sigv4.ts";
import { CREDENTIALS, NOW_MS } from "./aws-examples.ts";
import { syncDigest } from "./sync-digest.ts";

/** What to sign with and for, unless a test says otherwise. */
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
