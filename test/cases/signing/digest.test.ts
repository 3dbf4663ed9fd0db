import { describe, expect, it } from "vitest";
import { nativeDigest } from "../../../runtimes/shared/native-digest.ts";
import { digestOf, webDigest } from "../../../src/digest.ts";
import { hex, utf8 } from "../../../src/lib/bytes.ts";
import { has } from "../../support/running.ts";
import { syncDigest } from "../../support/sync-digest.ts";

/** Computed with Python's hmac. */
const BLOCK_MAC = "21cd586aeca0579d99a1c938127c92525a371f807bc5ba6eb78bc825bd4f2be3";
const LONGER_MAC = "727b82fba264393c5d67fd6d6ad783e9019a1fa6a857fccb70f5852f04be5d5d";

describe.each([
  ["webDigest", webDigest()],
  ["the synchronous digest of the tests", syncDigest],
  [
    "the digest of node:crypto, or of WebCrypto on a runtime without node:crypto",
    nativeDigest().digest ?? webDigest(),
  ],
])("%s", (_, digest) => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("hashes %j as FIPS 180-4 says", async (text, expected) => {
    expect(await digest.sha256Hex(text)).toBe(expected);
    expect(await digest.sha256Hex(utf8(text))).toBe(expected);
  });

  it("computes an HMAC of RFC 4231", async () => {
    const mac = await digest.hmacSha256(utf8("Jefe"), "what do ya want for nothing?");

    expect(hex(mac)).toBe("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  });

  it("computes an HMAC of RFC 4231 with a key longer than a block", async () => {
    const key = new Uint8Array(131).fill(0xaa);
    const mac = await digest.hmacSha256(key, "Test Using Larger Than Block-Size Key - Hash Key First");

    expect(hex(mac)).toBe("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  });

  it("computes an HMAC with a key of exactly one block as it is, and hashes a longer one", async () => {
    const block = new Uint8Array(64).fill(0x0b);
    const longer = new Uint8Array(65).fill(0x0b);

    expect(hex(await digest.hmacSha256(block, "Hi There"))).toBe(BLOCK_MAC);
    expect(hex(await digest.hmacSha256(longer, "Hi There"))).toBe(LONGER_MAC);
  });

  it("computes the same HMAC twice with the same key object", async () => {
    const key = utf8("key");

    expect(await digest.hmacSha256(key, "a")).toEqual(await digest.hmacSha256(key, "a"));
  });
});

describe("digestOf", () => {
  it("returns the digest port", () => {
    expect(digestOf({ digest: syncDigest })).toBe(syncDigest);
  });

  it("returns one shared digest for all ports that have none, so that they share imported keys", () => {
    expect(digestOf({})).toBe(digestOf({}));
  });

  it("hashes without a digest port", async () => {
    expect(await digestOf({}).sha256Hex("abc")).toBe(await syncDigest.sha256Hex("abc"));
  });
});

describe("the digest of node:crypto", () => {
  it("hashes at once, and is there wherever podkey does", () => {
    const { digest } = nativeDigest();

    if (has("synchronousDigest")) expect(digest?.sha256Hex("")).toMatch(/^e3b0c442/);
    else expect(digest === undefined || typeof digest.sha256Hex("") === "string").toBe(true);
  });
});
