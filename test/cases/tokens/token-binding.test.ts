import { describe, expect, it } from "vitest";
import { memoryStore } from "../../../src/stores/memory.ts";
import { bindToToken, boundTokenOf, storeOfProvider } from "../../../src/tokens/token-binding.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import { syncDigest } from "../../support/sync-digest.ts";

const LIFETIME = { expiresAtMs: NOW_MS + 1 };
const ports = { digest: syncDigest };

function providerOf(token: unknown) {
  return bindToToken(async () => CREDENTIALS, token);
}

describe("a provider that is bound to a token", () => {
  it("has records and leases of its own in a store, under a hash of the token", async () => {
    const store = memoryStore({ now: () => NOW_MS, monotonic: () => 0 });
    const [one, two] = ["one", "two"].map((token) => storeOfProvider(store, providerOf(token), ports));
    await one?.set("identity", "1", LIFETIME);
    await two?.set("identity", "2", LIFETIME);

    expect([await one?.get("identity"), await two?.get("identity")]).toEqual(["1", "2"]);
    expect(await store.get(`identity.${await syncDigest.sha256Hex("one")}`.slice(0, 41))).toBe("1");
    expect(await one?.acquire("identity", { ttlMs: 1 })).toBeDefined();
    expect(await one?.acquire("identity", { ttlMs: 1 })).toBeUndefined();
    expect(await two?.acquire("identity", { ttlMs: 1 })).toBeDefined();
  });

  it("deletes its own record only", async () => {
    const store = memoryStore({ now: () => NOW_MS });
    const [one, two] = ["one", "two"].map((token) => storeOfProvider(store, providerOf(token), ports));
    await one?.set("identity", "1", LIFETIME);
    await two?.set("identity", "2", LIFETIME);
    await one?.delete("identity");

    expect([await one?.get("identity"), await two?.get("identity")]).toEqual([undefined, "2"]);
  });
});

describe("a provider that reads its token again", () => {
  it.each([[undefined], [() => "token"]])("is bound to no token, and uses the store as it is", (token) => {
    const store = memoryStore();
    const provider = providerOf(token);

    expect(boundTokenOf(provider)).toBeUndefined();
    expect(storeOfProvider(store, provider, ports)).toBe(store);
  });
});
