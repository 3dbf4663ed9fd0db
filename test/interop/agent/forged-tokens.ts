import { generateKeyPair, SignJWT } from "jose";
import type { Emulator } from "../../../src/emulator/create-emulator.ts";
import { CHECKOUT } from "./pod.ts";

/** A token with which an attacker tries to get the credentials of another pod. */
export interface ForgedToken {
  readonly name: string;
  readonly forge: (victim: string, emulator: Emulator) => Promise<string>;
}

export const FORGED_TOKENS: readonly ForgedToken[] = [
  {
    name: "the victim's claims without a signature",
    forge: async (victim) => {
      const { payload } = partsOf(victim);
      return [encode({ alg: "none", typ: "JWT" }), payload, ""].join(".");
    },
  },
  {
    name: "the victim's claims under alg none and the victim's signature",
    forge: async (victim) => {
      const { payload, signature } = partsOf(victim);
      return [encode({ alg: "none", typ: "JWT" }), payload, signature].join(".");
    },
  },
  {
    name: "the victim's claims with the signature of another pod's token",
    forge: async (victim, emulator) => {
      const { header, payload } = partsOf(victim);
      const { signature } = partsOf(await emulator.issueToken({ ...CHECKOUT, serviceAccount: "attacker" }));
      return [header, payload, signature].join(".");
    },
  },
  {
    name: "the victim's claims, signed with the attacker's key under the cluster's key id",
    forge: async (victim) => {
      const { header, payload } = partsOf(victim);
      const { privateKey } = await generateKeyPair("RS256");
      return sign(decode(payload), decode(header), privateKey);
    },
  },
  {
    name: "the victim's claims, signed with the cluster's public key id as a secret",
    forge: async (victim) => {
      const { header, payload } = partsOf(victim);
      const { kid } = decode(header);
      return sign(decode(payload), { alg: "HS256", kid }, new TextEncoder().encode(String(kid)));
    },
  },
  {
    name: "the victim's token with a later expiration",
    forge: async (victim) => {
      const { header, payload, signature } = partsOf(victim);
      const { exp, ...claims } = decode(payload);
      return [header, encode({ ...claims, exp: Number(exp) + 86_400 }), signature].join(".");
    },
  },
  {
    name: "a genuine token of another pod, changed to name the victim",
    forge: async (victim, emulator) => {
      const own = partsOf(await emulator.issueToken({ ...CHECKOUT, serviceAccount: "attacker" }));
      const { sub, "kubernetes.io": kubernetes } = decode(partsOf(victim).payload);
      const claims = { ...decode(own.payload), sub, "kubernetes.io": kubernetes };
      return [own.header, encode(claims), own.signature].join(".");
    },
  },
  {
    name: "a genuine token for the victim's name in another cluster",
    forge: async (_victim, emulator) => {
      emulator.addCluster("other");
      return emulator.issueToken({ ...CHECKOUT, clusterName: "other" });
    },
  },
  {
    name: "a genuine token of the victim for another audience",
    forge: (_victim, emulator) => emulator.issueToken({ ...CHECKOUT, audience: "sts.amazonaws.com" }),
  },
];

function partsOf(token: string): {
  readonly header: string;
  readonly payload: string;
  readonly signature: string;
} {
  const [header = "", payload = "", signature = ""] = token.split(".");
  return { header, payload, signature };
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}

function encode(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString("base64url");
}

function sign(
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
  key: CryptoKey | Uint8Array,
): Promise<string> {
  const { alg, kid } = header;
  return new SignJWT(claims).setProtectedHeader({ alg: String(alg), kid: String(kid) }).sign(key);
}
