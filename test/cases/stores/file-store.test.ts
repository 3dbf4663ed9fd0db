import { describe, expect, test } from "vitest";
import type { FileSystem, FolderOwnership } from "../../../runtimes/shared/file-store/file-system.ts";
import { storeInFiles } from "../../../runtimes/shared/file-store/store-in-files.ts";
import type { Store } from "../../../src/ports.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";
import { errorOf, rejectionOf } from "../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../support/time.ts";

const ROOT = "store";
const IN_ONE_HOUR = { expiresAtMs: NOW_MS + HOUR_MS };

/** Makes a store in memory that counts what it does, with a clock of its own. */
function sceneWith(change: (files: FileSystem) => Partial<FileSystem> = () => ({})) {
  const clock = fakeClock(NOW_MS);
  const operations: string[] = [];
  const memory = memoryFileSystem(async () => undefined);
  const noting: FileSystem = {
    ...memory,
    write(path, text, options) {
      operations.push(`write ${kindOf(path)}, flush ${options.flush}`);
      return memory.write(path, text, options);
    },
    rename(from, to) {
      operations.push(`rename to ${kindOf(to)}`);
      return memory.rename(from, to);
    },
    async flushFolder(path) {
      operations.push("flush folder");
      return memory.flushFolder(path);
    },
  };
  const files = { ...noting, ...change(noting) };
  const store = storeInFiles(files, ROOT, { now: clock.now, random: () => 0.5 });
  return { store, files: memory, clock, operations };
}

function kindOf(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Lists all files below the folder of the store, by their paths. */
const pathsIn = (files: FileSystem): Promise<readonly string[]> => files.list(ROOT);

/** Returns the folder of the only key that has files. */
async function keyFolderIn(files: FileSystem): Promise<string> {
  const [path = ""] = await pathsIn(files);
  return `${ROOT}/${path.slice(0, path.indexOf("/"))}`;
}

const CALLS: readonly (readonly [name: string, call: (store: Store) => Promise<unknown>])[] = [
  ["get", (store) => store.get("key")],
  ["set", (store) => store.set("key", "value", IN_ONE_HOUR)],
  ["delete", (store) => store.delete("key")],
  ["acquire", (store) => store.acquire("key", { ttlMs: MINUTE_MS })],
];

const BAD_FOLDERS: readonly (readonly [what: string, ownership: FolderOwnership])[] = [
  ["lets other users in (mode 710)", { mode: 0o710, isOwn: true }],
  ["lets other users in (mode 701)", { mode: 0o701, isOwn: true }],
  ["lets other users in (mode 704)", { mode: 0o40704, isOwn: true }],
  ["belongs to another user", { mode: 0o700, isOwn: false }],
];

describe("a store in files", () => {
  test.each(
    BAD_FOLDERS.flatMap(([what, ownership]) =>
      CALLS.map(([name, call]) => ({ what, ownership, name, call })),
    ),
  )("refuses $name in a folder that $what, and writes nothing", async ({ what, ownership, call }) => {
    const { store, files } = sceneWith(() => ({ ownership: async () => ownership }));

    const error = await errorOf(call(store), "CONFIGURATION");
    expect(error.setting).toBe("folder");
    expect(error.message).toContain(what);
    expect(await pathsIn(files)).toEqual([]);
  });

  test("accepts a folder on a system without modes", async () => {
    const { store } = sceneWith(() => ({ ownership: async () => ({ isOwn: true }) }));

    await store.set("key", "value", IN_ONE_HOUR);
    expect(await store.get("key")).toBe("value");
  });

  test("flushes a record, publishes it, and then flushes the folder", async () => {
    const { store, operations } = sceneWith();

    await store.set("key", "value", IN_ONE_HOUR);
    expect(operations).toEqual(["write tmp, flush true", "rename to record", "flush folder"]);
  });

  test("writes nothing for a record that has expired, even at this moment", async () => {
    const { store, operations } = sceneWith();
    await store.set("key", "value", { expiresAtMs: NOW_MS });

    expect(operations).toEqual([]);
  });

  test("sweeps its folder at the first write, and not again", async () => {
    let sweeps = 0;
    const { store } = sceneWith(({ list }) => ({
      async list(path) {
        if (path === ROOT) sweeps += 1;
        return list(path);
      },
    }));
    for (const key of ["one", "two", "three"]) await store.set(key, "value", IN_ONE_HOUR);

    expect(sweeps).toBe(1);
  });

  test("writes nothing in place of a record that expires later", async () => {
    const { store, operations, files } = sceneWith();
    await store.set("key", "later", IN_ONE_HOUR);
    const before = await pathsIn(files);
    operations.length = 0;

    await store.set("key", "sooner", { expiresAtMs: NOW_MS + MINUTE_MS });
    expect(operations).toEqual([]);
    expect(await pathsIn(files)).toEqual(before);
  });

  test.each(["write", "rename", "link", "flushFolder"] as const)(
    "leaves no temporary file behind if %s fails on a full disk",
    async (operation) => {
      const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
      let isFull = true;
      const { store, files } = sceneWith((rest) => ({
        async write(path, text, options) {
          await rest.write(path, isFull && operation === "write" ? text.slice(0, 5) : text, options);
          if (isFull && operation === "write") throw full;
        },
        rename: (from, to) =>
          isFull && operation === "rename" ? Promise.reject(full) : rest.rename(from, to),
        link: (from, to) => (isFull && operation === "link" ? Promise.reject(full) : rest.link(from, to)),
        flushFolder: (path) =>
          isFull && operation === "flushFolder" ? Promise.reject(full) : rest.flushFolder(path),
      }));

      const set = await store.set("key", "value", IN_ONE_HOUR).then(() => "", String);
      const acquired = await store.acquire("key", { ttlMs: MINUTE_MS }).then(() => "", String);
      expect(set + acquired).toContain("ENOSPC");
      expect((await pathsIn(files)).filter((path) => path.endsWith(".tmp"))).toEqual([]);
      isFull = false;
      await store.set("key", "value", IN_ONE_HOUR);
      expect(await store.get("key")).toBe("value");
    },
  );

  test("reports a full disk although the temporary file cannot be removed either", async () => {
    const { store } = sceneWith(() => ({
      write: () => Promise.reject(new Error("ENOSPC")),
      removeFile: () => Promise.reject(new Error("EROFS")),
    }));

    expect(String(await rejectionOf(store.set("key", "value", IN_ONE_HOUR)))).toContain("ENOSPC");
  });

  test.each(["9999999999999999", "9007199254740993", "0999999999999999", "10000000000000000"])(
    "gives leases although a foreign file is named %s.lease",
    async (number) => {
      const { store, files } = sceneWith();
      await (await store.acquire("key", { ttlMs: MINUTE_MS }))?.();
      await files.write(`${await keyFolderIn(files)}/${number}.lease`, "foreign", { flush: false });

      for (let round = 0; round < 3; round += 1) {
        const release = await store.acquire("key", { ttlMs: MINUTE_MS });
        expect(release).toBeDefined();
        expect(await store.acquire("key", { ttlMs: MINUTE_MS })).toBeUndefined();
        await release?.();
      }
    },
  );
});
