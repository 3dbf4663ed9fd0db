import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import { memoryStore } from "../../../src/stores/memory.ts";
import { sealed } from "../../../src/stores/sealed/sealed.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { DAY_MS, HOUR_MS } from "../../support/time.ts";
import { describeStore } from "../store-contract.ts";
import { makeTemporaryFolder, removeFolder, withTemporaryFolder } from "../temporary-folder.ts";

const START_MS = 1_800_000_000_000;
/** The hash of `key`, which names its folder. */
const KEY_FOLDER = createHash("sha256").update("key").digest("hex");

describeStore("a store in files, on Node", async () => {
  const { now, advance } = fakeClock(START_MS);
  const parent = await makeTemporaryFolder();
  const folder = `${parent}/podkey`;
  return {
    store: fileStore(folder, { now }),
    now,
    advance,
    poison: async (key, text) => {
      const keyFolder = `${folder}/${createHash("sha256").update(key).digest("hex")}`;
      await mkdir(keyFolder, { recursive: true, mode: 0o700 });
      await writeFile(`${keyFolder}/9999999999999999.record`, text);
      await writeFile(`${keyFolder}/0001800000000001.record`, text);
    },
    close: () => removeFolder(parent),
  };
});

describe("a store in files", () => {
  test("writes files and folders that only their user may read", () =>
    withTemporaryFolder(async (parent) => {
      const folder = `${parent}/deep/podkey`;
      const store = fileStore(folder, { now: () => START_MS });
      await store.set("key", "value", { expiresAtMs: START_MS + HOUR_MS });
      const release = await store.acquire("key", { ttlMs: HOUR_MS });
      await release?.();
      expect(await modeOf(folder)).toBe("700");
      expect(await modeOf(`${folder}/${KEY_FOLDER}`)).toBe("700");
      const names = await readdir(`${folder}/${KEY_FOLDER}`);
      const modes = await Promise.all(names.map((name) => modeOf(`${folder}/${KEY_FOLDER}/${name}`)));
      expect(modes).toEqual(["600", "600"]);
    }));

  test("refuses a folder that other users may enter", () =>
    withTemporaryFolder(async (folder) => {
      await chmod(folder, 0o755);
      const store = fileStore(folder, { now: () => START_MS });
      const lifetime = { expiresAtMs: START_MS + HOUR_MS };
      const calls = [
        () => store.get("key"),
        () => store.set("key", "value", lifetime),
        () => store.delete("key"),
        () => store.acquire("key", { ttlMs: 1 }),
      ];
      for (const call of calls) {
        const error = await podkeyErrorOf(call());
        expect(error).toMatchObject({ code: "CONFIGURATION", setting: "folder" });
        expect(error.message).toContain("lets other users in (mode 755)");
      }
      expect(await modeOf(folder)).toBe("755");
      expect(await readdir(folder)).toEqual([]);
    }));

  test("keeps at most four files per key, however often a record is set and a lease taken", () =>
    withTemporaryFolder(async (parent) => {
      const { now, advance } = fakeClock(START_MS);
      const store = fileStore(`${parent}/podkey`, { now });
      for (let round = 0; round < 20; round += 1) {
        await store.set("key", "value", { expiresAtMs: now() + HOUR_MS });
        await (await store.acquire("key", { ttlMs: 1000 }))?.();
        advance(1000);
      }
      expect(await readdir(`${parent}/podkey/${KEY_FOLDER}`)).toHaveLength(4);
    }));

  test("removes the files of unused keys a day after they ended", () =>
    withTemporaryFolder(async (parent) => {
      const { now, advance } = fakeClock(START_MS);
      const root = `${parent}/podkey`;
      const setForAnHour = (key: string) =>
        fileStore(root, { now }).set(key, "value", { expiresAtMs: now() + HOUR_MS });
      await setForAnHour("key");
      await (await fileStore(root, { now }).acquire("key", { ttlMs: 1000 }))?.();
      await writeFile(
        `${root}/${KEY_FOLDER}/${START_MS.toString().padStart(16, "0")}-${"a".repeat(32)}.tmp`,
        "",
      );
      await writeFile(`${root}/notes.txt`, "not podkey's");
      advance(DAY_MS);
      await setForAnHour("other");
      expect(await readdir(root)).toHaveLength(3);
      advance(HOUR_MS + 1);
      await setForAnHour("another");
      const names = await readdir(root);
      expect(names).toHaveLength(3);
      expect(names).toContain("notes.txt");
      expect(names).not.toContain(KEY_FOLDER);
    }));

  test("contains no plaintext inside sealed()", () =>
    withTemporaryFolder(async (parent) => {
      const keys = { one: new Uint8Array(32).fill(1) };
      const now = () => START_MS;
      const store = sealed(fileStore(`${parent}/podkey`, { now }), { keys, currentKeyId: "one", now });
      await store.set("key", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", { expiresAtMs: START_MS + HOUR_MS });
      const folder = `${parent}/podkey/${KEY_FOLDER}`;
      const texts = await Promise.all(
        (await readdir(folder)).map((name) => readFile(`${folder}/${name}`, "utf8")),
      );
      expect(texts.join()).toMatch(/^podkey1 1800003600000\neyJ/);
      expect(texts.join()).not.toContain("wJalr");
    }));
});

describe("a store outside the process", () => {
  test("is refused for credentials unless it is sealed or the user allows plaintext", () => {
    const plain = fileStore("/nowhere");
    expect(() => requireSealed(plain)).toThrow(
      /^fileStore\(\) would keep credentials in plaintext outside this process: wrap it in sealed\(\)/,
    );
    const store = sealed(plain, { keys: { one: new Uint8Array(32) }, currentKeyId: "one" });
    expect(requireSealed(store)).toBe(store);
    const allowed = fileStore("/nowhere", { allowPlaintext: true });
    expect(requireSealed(allowed)).toBe(allowed);
    expect(() => requireSealed(memoryStore())).not.toThrow();
  });
});

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}
