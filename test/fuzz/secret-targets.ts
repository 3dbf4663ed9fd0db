import { createTokenVerifier } from "../../src/agent/tokens/token-verifier.ts";
import { fromEksAuth } from "../../src/credentials/providers/from-eks-auth.ts";
import { refresh } from "../../src/credentials/refresh/refresh.ts";
import { encodeRecord } from "../../src/credentials/sharing/credentials-record.ts";
import { isUnusableRecord } from "../../src/credentials/sharing/unusable-record.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { sealed } from "../../src/stores/sealed/sealed.ts";
import { readClaims } from "../../src/tokens/service-account-token.ts";
import { CREDENTIALS, NOW_MS } from "../support/aws-examples.ts";
import { clientThat } from "../support/bad-input.ts";
import { fakeRuntime, json, text } from "../support/fake-runtime.ts";
import { unsignedToken } from "../support/unsigned-token.ts";
import { corrupted, type FuzzTarget } from "./target.ts";

const ISSUER = "https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const JWKS = JSON.stringify({
  keys: [{ kty: "RSA", kid: "1", alg: "RS256", use: "sig", e: "AQAB", n: "s".repeat(342) }],
});
const SEALING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const TTL_MS = 3_600_000;
/** SEALED_VALUE, sealed by this key for `checkout`. */
const SEALED_VALUE = "{}";
const SEALED_RECORD =
  "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiMjAyNi0xMSIsInN1YiI6ImNoZWNrb3V0IiwiZXhwIjoxNzcyMzcwMDAwfQ..142eDuLzDfaDcv4n.kOA.1TdDMM_jxMHtc7ocq3t18w";
const RECORD = encodeRecord({
  credentials: { ...CREDENTIALS, expiration: new Date(NOW_MS + TTL_MS) },
  obtainedAtMs: NOW_MS,
});
const TOKEN = unsignedToken();
const [HEADER = "", CLAIMS = ""] = TOKEN.split(".");

/** Readers of tokens. */
const TOKEN_TARGETS: readonly FuzzTarget[] = [
  {
    name: "the claims of a token",
    inputs: corrupted(TOKEN, `${HEADER}.${CLAIMS}`, `${HEADER}.${"W1tb".repeat(5000)}.c2ln`),
    isSecret: true,
    read: (token) => readClaims({ token, source: "fromEksAuth({ token })" }),
  },
  {
    name: "a token for EKS Auth",
    inputs: corrupted(TOKEN),
    isSecret: true,
    read: (token) => fromEksAuth({ client: clientThat(json({})), clusterName: "demo", token })(),
  },
  {
    name: "a token that is verified",
    inputs: corrupted(TOKEN, TOKEN.replace(/^[^.]*/, "eyJhbGciOiJub25lIn0")),
    isSecret: true,
    read: (token) => verifierWith(JWKS)(token),
  },
  {
    name: "the keys of an issuer",
    inputs: corrupted(JWKS, '{"keys":[{"kty":"EC","crv":"P-256","x":"","y":""}]}'),
    read: (keys) => verifierWith(keys)(TOKEN),
  },
];

/** Readers of records in a store. */
const RECORD_TARGETS: readonly FuzzTarget[] = [
  {
    name: "a sealed record",
    inputs: corrupted(SEALED_RECORD),
    isSecret: true,
    read: async (record) => {
      const store = memoryStore({ now: () => NOW_MS });
      await store.set("checkout", record, { expiresAtMs: NOW_MS + TTL_MS });
      const reader = sealed(store, {
        keys: { "2026-11": SEALING_KEY },
        currentKeyId: "2026-11",
        now: () => NOW_MS,
      });
      const value = await reader.get("checkout").catch((error: unknown) => {
        if (!isUnusableRecord(error)) throw error;
      });
      if (value !== undefined && value !== SEALED_VALUE)
        throw new Error("opened a record that was never sealed");
    },
  },
  {
    name: "a record that another process shares",
    inputs: corrupted(RECORD, "[".repeat(20_000)),
    isSecret: true,
    read: async (record) => {
      const { ports, clock } = fakeRuntime();
      const store = memoryStore(ports);
      await store.set("checkout.v1", record, { expiresAtMs: NOW_MS + TTL_MS });
      const provider = async () => ({ ...CREDENTIALS, expiration: new Date(clock.now() + TTL_MS) });
      return clock.settle(refresh({ provider, store, identity: "checkout", ports })());
    },
  },
];

function verifierWith(keys: string) {
  const { ports } = fakeRuntime({ answers: [text(keys)] });
  return createTokenVerifier({ issuer: ISSUER, jwksUri: `${ISSUER}/keys`, ports });
}

/** Readers of tokens and of records, which are secrets. */
export const SECRET_TARGETS: readonly FuzzTarget[] = [...TOKEN_TARGETS, ...RECORD_TARGETS];
