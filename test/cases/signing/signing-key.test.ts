import { beforeEach, describe, expect, it } from "vitest";
import type { AwsCredentials } from "../../../src/aws/credentials.ts";
import type { Digest } from "../../../src/digest.ts";
import { hex } from "../../../src/lib/bytes.ts";
import { signingKey } from "../../../src/signing/signing-key.ts";
import { syncDigest } from "../../support/sync-digest.ts";

const SCOPE = { date: "20150830", region: "us-east-1", service: "iam" };
const HMACS_OF_A_DERIVATION = 4;

let credentials: AwsCredentials;
let hmacs: number;
const digest: Digest = {
  ...syncDigest,
  hmacSha256: (key, data) => {
    hmacs += 1;
    return syncDigest.hmacSha256(key, data);
  },
};

beforeEach(() => {
  hmacs = 0;
  credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
});

async function keyFor(change: Partial<typeof SCOPE> = {}): Promise<unknown> {
  return signingKey(credentials, scopeOf(change), digest);
}

function scopeOf(change: Partial<typeof SCOPE> = {}): string {
  const { date, region, service } = { ...SCOPE, ...change };
  return `${date}/${region}/${service}/aws4_request`;
}

describe("signingKey", () => {
  it("derives AWS's published example", async () => {
    const key = await signingKey(credentials, scopeOf(), digest);

    expect(hex(key)).toBe("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  });

  it("derives the key once for each scope", async () => {
    await keyFor();
    await keyFor();
    expect(hmacs).toBe(HMACS_OF_A_DERIVATION);

    await keyFor({ date: "20150831" });
    await keyFor({ region: "us-west-2" });
    await keyFor({ service: "eks" });
    expect(hmacs).toBe(4 * HMACS_OF_A_DERIVATION);
  });

  it("derives the key again for another credentials object with the same values", async () => {
    await keyFor();
    credentials = { ...credentials };
    await keyFor();

    expect(hmacs).toBe(2 * HMACS_OF_A_DERIVATION);
  });

  it("derives the key again after the secret was changed in place", async () => {
    const before = await keyFor();
    Object.assign(credentials, { secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" });
    const after = await keyFor();

    expect(after).not.toEqual(before);
    expect(after).toEqual(await signingKey({ ...credentials }, scopeOf(), syncDigest));
  });

  it("keeps at most 50 keys for each credentials object, and evicts the oldest", async () => {
    for (let day = 10; day < 60; day += 1) await keyFor({ date: `201508${day}` });
    await keyFor({ date: "20150860" });
    expect(hmacs).toBe(51 * HMACS_OF_A_DERIVATION);

    await keyFor({ date: "20150811" });
    expect(hmacs).toBe(51 * HMACS_OF_A_DERIVATION);

    await keyFor({ date: "20150810" });
    expect(hmacs).toBe(52 * HMACS_OF_A_DERIVATION);
  });
});
