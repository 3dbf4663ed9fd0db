import { describe, expect, test } from "vitest";
import type { FileSystem } from "../../../runtimes/shared/file-store/file-system.ts";
import { storeInFiles } from "../../../runtimes/shared/file-store/store-in-files.ts";
import { sweepFolder } from "../../../runtimes/shared/file-store/sweep.ts";
import { encodeDated } from "../../../src/stores/dated-record.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";
import { DAY_MS, HOUR_MS } from "../../support/time.ts";

const ROOT = "store";
const KEY = "a".repeat(64);
const FOLDER = `${ROOT}/${KEY}`;
const ENDED_MS = NOW_MS - 2 * DAY_MS;
const ENDED = encodeDated({ value: "value", expiresAtMs: ENDED_MS });
const FOREIGN = ["notes.txt", "1.record", "00000000000000001.record", "0000000000000001.tmp", "record"];

/** Makes files in memory whose list of the root holds its folders, and notes which folders are removed. */
async function sweepScene(texts: Readonly<Record<string, string>>) {
  const memory = memoryFileSystem(async () => undefined);
  for (const [path, text] of Object.entries(texts)) await memory.write(path, text, { flush: false });
  const removedFolders: string[] = [];
  const files: FileSystem = {
    ...memory,
    async list(path) {
      const below = await memory.list(path);
      return [...new Set(below.map((name) => name.split("/")[0] ?? ""))];
    },
    removeFolder: async (path) => void removedFolders.push(path),
  };
  const sweep = (random = 0): Promise<void> =>
    sweepFolder(files, ROOT, { now: () => NOW_MS, random: () => random });
  return { files, sweep, removedFolders, left: () => memory.list(ROOT) };
}

describe("the sweep of a store in files", () => {
  test("leaves foreign files and their folders in place, even copies of a record", async () => {
    const foreign = [
      ...FOREIGN.map((name) => `${FOLDER}/${name}`),
      ...FOREIGN.map((name) => `${ROOT}/other/${name}`),
    ];
    const own = `${FOLDER}/${String(ENDED_MS).padStart(16, "0")}.record`;
    const texts = Object.fromEntries([...foreign, own].map((path) => [path, ENDED]));
    const { sweep, left, removedFolders } = await sweepScene({
      ...texts,
      [`${FOLDER}/0000000000000002.record`]: "foreign",
    });
    await sweep();

    const kept = (await left()).map((path) => `${ROOT}/${path}`);
    expect(kept.toSorted()).toEqual([...foreign, `${FOLDER}/0000000000000002.record`].toSorted());
    expect(removedFolders).toEqual([]);
  });

  test("removes what ended more than a day ago, and then the empty folder", async () => {
    const path = `${FOLDER}/${String(ENDED_MS).padStart(16, "0")}.record`;
    const { sweep, left, removedFolders } = await sweepScene({ [path]: ENDED });
    await sweep();

    expect([await left(), removedFolders]).toEqual([[], [FOLDER]]);
  });

  test.each(["record", "lease"])("keeps a %s that ended a day ago, and no longer", async (kind) => {
    const pathOf = (endedAtMs: number): string => `${FOLDER}/${String(endedAtMs).padStart(16, "0")}.${kind}`;
    const textOf = (expiresAtMs: number): string => encodeDated({ value: "value", expiresAtMs });
    const [kept, gone] = [NOW_MS - DAY_MS, NOW_MS - DAY_MS - 1];
    const { sweep, left } = await sweepScene({ [pathOf(kept)]: textOf(kept), [pathOf(gone)]: textOf(gone) });
    await sweep();

    expect((await left()).map((path) => `${ROOT}/${path}`)).toEqual([pathOf(kept)]);
  });

  test("removes the temporary file of a process that died while it wrote", async () => {
    const { files, sweep, left } = await sweepScene({});
    const dying: FileSystem = {
      ...files,
      rename: () => Promise.reject(new Error("the process has died")),
      removeFile: () => Promise.reject(new Error("the process has died")),
    };
    const store = storeInFiles(dying, ROOT, { now: () => ENDED_MS, random: () => 0.5 });
    await expect(store.set("key", "value", { expiresAtMs: ENDED_MS + HOUR_MS })).rejects.toThrow("died");
    expect(await left()).toHaveLength(1);
    await sweep();

    expect(await left()).toEqual([]);
  });

  test.each([
    [4, 0.5, [2, 3, 0, 1]],
    [150, 0.5, [...range(75, 150), ...range(0, 25)]],
    [150, 0, range(0, 100)],
  ])(
    "of %i keys checks at most 100, each once, from a random start (%d)",
    async (count, random, expected) => {
      const names = range(0, count).map((number) => String(number).padStart(64, "0"));
      const texts = Object.fromEntries(
        names.map((name) => [`${ROOT}/${name}/${"0".repeat(16)}.lease`, ENDED]),
      );
      const { sweep, removedFolders } = await sweepScene(texts);
      await sweep(random);

      expect(removedFolders.map((path) => Number(path.slice(ROOT.length + 1)))).toEqual(expected);
    },
  );
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
