import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { isUnusableRecord } from "../../../src/credentials/sharing/unusable-record.ts";
import type { Store } from "../../../src/ports.ts";
import { memoryStore } from "../../../src/stores/memory.ts";
import { sealed } from "../../../src/stores/sealed/sealed.ts";
import { describeStore } from "../../contract/store-contract.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { HOUR_MS } from "../../support/time.ts";
import { IN_ONE_HOUR, ONE, TWO, vault } from "./vault.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

describeStore("a sealed store", () => {
  const clock = fakeClock(NOW_MS);
  const { now, advance } = clock;
  const inner = memoryStore(clock);
  return {
    store: sealed(inner, { keys: { one: ONE }, currentKeyId: "one", now }),
    now,
    advance,
    poison: (key, text) => inner.set(key, text, { expiresAtMs: now() + 1 }),
  };
});

describe("a sealed record", () => {
  test("is a compact JWE that states its key and hides its value", async () => {
    const { inner, open } = vault();
    await open({ one: ONE }, "one").set("identity", SECRET, IN_ONE_HOUR);
    const jwe = (await inner.get("identity")) ?? "";
    expect(decodeProtectedHeader(jwe)).toEqual({
      alg: "dir",
      enc: "A256GCM",
      kid: "one",
      sub: "identity",
      exp: NOW_MS / 1000 + 3600,
    });
    expect(jwe.split(".")).toHaveLength(5);
    expect(jwe.split(".")[1]).toBe("");
    expect(new TextDecoder().decode((await compactDecrypt(jwe, ONE)).plaintext)).toBe(SECRET);
  });

  test("that is absent is undefined, and no event", async () => {
    const { open, events } = vault();
    expect(await open({ one: ONE }, "one").get("identity")).toBeUndefined();
    expect(events).toEqual([]);
  });

  test("differs each time, so that equal values cannot be recognised", async () => {
    const { inner, open } = vault();
    const store = open({ one: ONE }, "one");
    await store.set("key", SECRET, IN_ONE_HOUR);
    const first = await inner.get("key");
    await store.set("key", SECRET, IN_ONE_HOUR);
    expect(await inner.get("key")).not.toBe(first);
  });

  test.each([0, 2, 3, 4])("is refused if part %i of it was changed", async (part) => {
    const { inner, events, open } = vault();
    const store = open({ one: ONE }, "one");
    await store.set("key", SECRET, IN_ONE_HOUR);
    const parts = ((await inner.get("key")) ?? "").split(".");
    parts[part] = flipBit(parts[part] ?? "");
    await inner.set("key", parts.join("."), IN_ONE_HOUR);
    expect(await refusalOf(store, "key")).toContain("sealed record");
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(SECRET);
  });

  test("is refused under another key of the store", async () => {
    const { inner, events, open } = vault();
    const store = open({ one: ONE }, "one");
    await store.set("admin", SECRET, IN_ONE_HOUR);
    await inner.set("guest", (await inner.get("admin")) ?? "", IN_ONE_HOUR);
    expect(await refusalOf(store, "guest")).toContain("sealed record");
    expect(events).toEqual([{ type: "refused", key: "guest", keyId: "one", reason: "copied" }]);
  });

  test("expires when it was sealed to, whatever the store says", async () => {
    const { now, advance } = fakeClock(NOW_MS);
    const inner = memoryStore({ now });
    const store = sealed(inner, { keys: { one: ONE }, currentKeyId: "one", now });
    await store.set("key", SECRET, { expiresAtMs: NOW_MS + HOUR_MS });
    await inner.set("key", (await inner.get("key")) ?? "", { expiresAtMs: NOW_MS + 2 * HOUR_MS });
    advance(HOUR_MS - 1);
    expect(await store.get("key")).toBe(SECRET);
    advance(1);
    expect(await refusalOf(store, "key")).toContain("sealed record");
  });

  test.each([
    ["without a kid", { alg: "dir", enc: "A256GCM" }],
    ["with another encryption", { alg: "dir", enc: "A128CBC-HS256", kid: "one", sub: "key", exp: 9e9 }],
    ["without a subject", { alg: "dir", enc: "A256GCM", kid: "one", exp: 9e9 }],
    ["without an expiry", { alg: "dir", enc: "A256GCM", kid: "one", sub: "key" }],
    ["with an expiry as text", { alg: "dir", enc: "A256GCM", kid: "one", sub: "key", exp: "9000000000" }],
    ["with an expiry in words", { alg: "dir", enc: "A256GCM", kid: "one", sub: "key", exp: "tomorrow" }],
  ])("is refused %s, although it was sealed with the right key", async (_, header) => {
    const { inner, open } = vault();
    const jwe = await new CompactEncrypt(new TextEncoder().encode(SECRET))
      .setProtectedHeader(header)
      .encrypt(ONE);
    await inner.set("key", jwe, IN_ONE_HOUR);
    expect(await refusalOf(open({ one: ONE }, "one"), "key")).toContain("sealed record");
  });

  test("cannot be opened without its key, or with another key of the same id", async () => {
    const { events, open } = vault();
    await open({ one: ONE }, "one").set("key", SECRET, IN_ONE_HOUR);
    expect(await refusalOf(open({ two: TWO }, "two"), "key")).toContain("sealed record");
    expect(await refusalOf(open({ one: TWO }, "one"), "key")).toContain("sealed record");
    expect(events).toEqual([
      { type: "refused", key: "key", keyId: "one", reason: "unknown key" },
      { type: "refused", key: "key", keyId: "one", reason: "tampered" },
    ]);
  });

  test("is refused and reported if it is no JWE", async () => {
    const { inner, events, open } = vault();
    await inner.set("key", "garbage", IN_ONE_HOUR);
    expect(await refusalOf(open({ one: ONE }, "one"), "key")).toContain("sealed record");
    expect(events).toEqual([{ type: "refused", key: "key", reason: "malformed" }]);
  });
});

test("a sealed store rejects with the fault of the store behind it", async () => {
  const fault = new Error("the disk is full");
  const broken: Store = {
    ...memoryStore(),
    get: () => Promise.reject(fault),
    set: () => Promise.reject(fault),
  };
  const store = sealed(broken, { keys: { one: ONE }, currentKeyId: "one", now: () => NOW_MS });
  expect(await rejectionOf(store.get("key"))).toBe(fault);
  expect(await rejectionOf(store.set("key", "value", IN_ONE_HOUR))).toBe(fault);
});

test("a sealed store ignores a listener that throws", async () => {
  const inner = memoryStore({ now: () => NOW_MS });
  await inner.set("key", "garbage", IN_ONE_HOUR);
  const store = sealed(inner, { keys: { one: ONE }, currentKeyId: "one", now: () => NOW_MS, onEvent: fail });
  expect(await refusalOf(store, "key")).toContain("sealed record");
});

/** The message of the error by which a store says that its record is unusable. */
async function refusalOf(store: Store, key: string): Promise<string> {
  const error = await rejectionOf(store.get(key));
  return isUnusableRecord(error) ? error.message : "nothing";
}

function flipBit(part: string): string {
  const first = part.startsWith("A") ? "B" : "A";
  return `${first}${part.slice(1)}`;
}

function fail(): never {
  throw new Error("the listener is broken");
}
