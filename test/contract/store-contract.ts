import { describe, expect, test } from "vitest";
import { isUnusableRecord } from "../../src/credentials/sharing/unusable-record.ts";
import { HOUR_MS, MINUTE_MS } from "../support/time.ts";
import { describeLeases } from "./lease-contract.ts";
import {
  CROWD,
  type OpenSubject,
  type StoreSubject,
  type StoreTraits,
  withSubject,
} from "./store-subject.ts";

const KIB = 1024;

/** Tests what every store must do. */
export function describeStore(name: string, open: OpenSubject, traits: StoreTraits = {}): void {
  describe(name, () => {
    describeRecords(open);
    describeExpiry(open, traits);
    if (traits.isPoisonable !== false) describePoison(open);
    describeLeases(open);
  });
}

function describeRecords(open: OpenSubject): void {
  const using = (use: (subject: StoreSubject) => Promise<void>) => withSubject(open, use);

  test(
    "is empty at first",
    using(async ({ store }) => {
      expect(await store.get("absent")).toBeUndefined();
      await store.delete("absent");
    }),
  );

  test(
    "returns a record until it is deleted",
    using(async (subject) => {
      const { store } = subject;
      await store.set("key", "value", inOneHour(subject));
      expect(await store.get("key")).toBe("value");
      await store.delete("key");
      expect(await store.get("key")).toBeUndefined();
      await store.set("key", "again", inOneHour(subject));
      expect(await store.get("key")).toBe("again");
    }),
  );

  test.each([
    ["an empty text", ""],
    ["text of every plane", "schlüssel \u0000 鍵 🗝️ \ufeff\r\n\t\"'\\"],
    ["a text that begins with a byte order mark", "\ufeffvalue"],
    ["60 KiB", "x".repeat(60 * KIB)],
    ["60 KiB of two-byte characters", "é".repeat(30 * KIB)],
    ["a text that looks like a record", "podkey1 9999999999999\nvalue\nend"],
  ])("keeps %s unchanged", (_, value) =>
    using(async (subject) => {
      await subject.store.set("key", value, inOneHour(subject));
      expect(await subject.store.get("key")).toBe(value);
    })(),
  );

  test(
    "tells keys apart that differ in case, in length or in one character",
    using(async (subject) => {
      const keys = ["key", "Key", "KEY", "key.", "key:a", "key:b", "a".repeat(200), `${"a".repeat(199)}b`];
      for (const key of keys) await subject.store.set(key, `value of ${key}`, inOneHour(subject));
      await subject.store.delete("Key");
      const values = await Promise.all(keys.map((key) => subject.store.get(key)));
      expect(values).toEqual(keys.map((key) => (key === "Key" ? undefined : `value of ${key}`)));
    }),
  );

  test.each(["..", ".", "-", "_", "constructor", "__proto__", "con", "a:b.c-d_E9"])(
    "accepts %s as a key",
    (key) =>
      using(async (subject) => {
        expect(await subject.store.get(key)).toBeUndefined();
        await subject.store.set(key, "value", inOneHour(subject));
        expect(await subject.store.get(key)).toBe("value");
      })(),
  );
}

function describeExpiry(open: OpenSubject, { isAtomic = true }: StoreTraits): void {
  const using = (use: (subject: StoreSubject) => Promise<void>) => withSubject(open, use);

  test(
    "returns a record until its last millisecond, and not after",
    using(async ({ store, now, advance }) => {
      await store.set("key", "value", { expiresAtMs: now() + HOUR_MS });
      await advance(HOUR_MS - 1);
      expect(await store.get("key")).toBe("value");
      await advance(1);
      expect(await store.get("key")).toBeUndefined();
    }),
  );

  test(
    "never returns a record that had expired when it was set",
    using(async ({ store, now }) => {
      await store.set("key", "value", { expiresAtMs: now() });
      expect(await store.get("key")).toBeUndefined();
      await store.set("key", "value", { expiresAtMs: now() - HOUR_MS });
      expect(await store.get("key")).toBeUndefined();
    }),
  );

  test(
    "keeps the record that expires later, in either order",
    using(async ({ store, now }) => {
      const nowMs = now();
      await store.set("key", "later", { expiresAtMs: nowMs + 2 * HOUR_MS });
      await store.set("key", "sooner", { expiresAtMs: nowMs + HOUR_MS });
      expect(await store.get("key")).toBe("later");
      await store.set("key", "latest", { expiresAtMs: nowMs + 2 * HOUR_MS + 1 });
      expect(await store.get("key")).toBe("latest");
    }),
  );

  test(
    "replaces a record by one that expires at the same time",
    using(async (subject) => {
      const lifetime = inOneHour(subject);
      await subject.store.set("key", "first", lifetime);
      await subject.store.set("key", "second", lifetime);
      expect(await subject.store.get("key")).toBe("second");
    }),
  );

  test(
    "accepts a record that expires earlier once the old one has expired",
    using(async ({ store, now, advance }) => {
      await store.set("key", "old", { expiresAtMs: now() + HOUR_MS });
      await advance(HOUR_MS);
      await store.set("key", "new", { expiresAtMs: now() + MINUTE_MS });
      expect(await store.get("key")).toBe("new");
    }),
  );

  if (!isAtomic) return;
  test(
    `keeps the record that expires last if ${CROWD} are set at once`,
    using(async ({ store, now }) => {
      const nowMs = now();
      const lives = Array.from({ length: CROWD }, (_, index) => ((index * 7) % CROWD) + 1);
      const setAll = lives.map((life) =>
        store.set("key", `lives ${life}`, { expiresAtMs: nowMs + life * MINUTE_MS }),
      );
      await Promise.all(setAll);
      expect(await store.get("key")).toBe(`lives ${CROWD}`);
    }),
  );
}

function describePoison(open: OpenSubject): void {
  test.each([
    ["nothing", ""],
    ["a header that runs into its end", "podkey1 9999999999999\nend"],
    ["garbage", "\u0000\u0001garbage"],
    ["JSON of another program", '{"expiresAtMs":9999999999999,"value":"x"}'],
    ["the record of another version", "podkey2 9999999999999\nvalue\nend"],
    ["a record cut short", "podkey1 9999999999999\nval"],
  ])("treats %s under a key as absent, and replaces it", (_, text) =>
    withSubject(open, async (subject) => {
      await subject.poison?.("key", text);
      expect(await usableValue(subject, "key")).toBeUndefined();
      await subject.store.set("key", "value", inOneHour(subject));
      expect(await subject.store.get("key")).toBe("value");
    })(),
  );
}

/** Reads a value. A store that seals says of garbage that it is there and unusable; other stores say that it is absent. */
async function usableValue({ store }: StoreSubject, key: string): Promise<string | undefined> {
  try {
    return await store.get(key);
  } catch (error) {
    if (isUnusableRecord(error)) return undefined;
    throw error;
  }
}

function inOneHour({ now }: StoreSubject): { readonly expiresAtMs: number } {
  return { expiresAtMs: now() + HOUR_MS };
}
