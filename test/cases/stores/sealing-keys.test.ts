import { decodeProtectedHeader } from "jose";
import { describe, expect, test } from "vitest";
import { IN_ONE_HOUR, ONE, TWO, vault } from "./vault.ts";

describe("the keys of a sealed store", () => {
  test("rotate: records of every known key are read, and new ones sealed with the current key", async () => {
    const { inner, events, open } = vault();
    await open({ one: ONE }, "one").set("old", "1", IN_ONE_HOUR);
    const both = open({ one: ONE, two: TWO }, "two");
    await both.set("new", "2", IN_ONE_HOUR);
    expect([await both.get("old"), await both.get("new")]).toEqual(["1", "2"]);
    expect(decodeProtectedHeader((await inner.get("new")) ?? "").kid).toBe("two");
    expect(events).toEqual([]);
  });

  test.each([
    ["base64", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="],
    ["base64 with the line feed of a file", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"],
    ["base64url without padding", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"],
  ])("may be given as %s", async (_, text) => {
    const { open } = vault();
    await open({ one: text }, "one").set("key", "value", IN_ONE_HOUR);
    expect(await open({ one: ONE }, "one").get("key")).toBe("value");
  });

  test("may be given in base64 with each of its special characters", async () => {
    const key = new Uint8Array(32).fill(0xff);
    key[0] = 0xfb;
    const text = btoa(String.fromCharCode(...key));
    expect(text).toMatch(/\+.*\/.*=/);
    const { open } = vault();
    await open({ one: text }, "one").set("key", "value", IN_ONE_HOUR);
    expect(await open({ one: key }, "one").get("key")).toBe("value");
  });

  test("are copied, so that a caller can wipe its own", async () => {
    const { open } = vault();
    const bytes = new Uint8Array(ONE);
    const store = open({ one: bytes }, "one");
    bytes.fill(0);
    await store.set("key", "value", IN_ONE_HOUR);
    expect(await open({ one: ONE }, "one").get("key")).toBe("value");
  });

  test.each([
    ["too short", new Uint8Array(16)],
    ["too long", new Uint8Array(64)],
    ["a text that is too short", "c2VjcmV0LWNhbmFyeQ"],
    ["no base64", "secret canary, not base64 at all"],
  ])("are refused if one is %s, without quoting it", (_, key) => {
    const { open } = vault();
    expect(() => open({ one: ONE, bad: key }, "one")).toThrow(/^the sealing key bad must be 32 bytes/);
    expect(() => open({ one: ONE, bad: key }, "one")).not.toThrow(/canary|c2Vj/);
  });

  test("are refused if the current one is not among them", () => {
    const { open } = vault();
    expect(() => open({ one: ONE }, "two")).toThrow("currentKeyId is two, which is not among the keys: one");
    expect(() => open({}, "toString")).toThrow("there are none");
  });
});
