import { expect, test } from "vitest";
import type { FileSystem } from "../../../runtimes/shared/file-store/file-system.ts";
import { deleteRecord, readRecord, writeRecord } from "../../../runtimes/shared/file-store/records.ts";
import { seededChance } from "../../support/chance.ts";
import { memoryFileSystem } from "../../support/memory-file-system.ts";
import { turnsBy } from "../../support/turns.ts";

const ORDERS = 300;
const WRITERS = 4;
const READS = 8;

let paths = 0;

test(`a reader of files sees whole records that only get newer, in ${ORDERS} orders of ${WRITERS} writers' steps`, async () => {
  for (let seed = 0; seed < ORDERS; seed += 1) await writeInOrder(seed);
});

/** Plays one order of steps. Some writers die on the way, between two of them. */
async function writeInOrder(seed: number): Promise<void> {
  const chance = seededChance(seed);
  const { turn, run } = turnsBy(chance);
  const files = memoryFileSystem(turn);
  await run([write(files, 1)]);
  let kept = 1;
  const keep = async (number: number): Promise<void> => {
    await write(files, number);
    kept = Math.max(kept, number);
  };
  const read = async (): Promise<void> => {
    let seen = 0;
    for (let count = 0; count < READS; count += 1) {
      const atLeast = Math.max(seen, kept);
      const record = await readRecord(files, "records");
      expect(record?.value, `seed ${seed}`).toBe(`record ${record?.expiresAtMs}`);
      expect(record?.expiresAtMs, `seed ${seed}`).toBeGreaterThanOrEqual(atLeast);
      seen = record?.expiresAtMs ?? 0;
    }
  };
  const dying = write(mortal(files, chance), WRITERS + 2).catch(() => undefined);
  const numbers = Array.from({ length: WRITERS }, (_, index) => index + 2);
  await run([...numbers.map(keep), dying, read(), read()]);
}

/** The same files, for one who dies before one of his steps. */
function mortal(files: FileSystem, chance: () => number): FileSystem {
  let stepsLeft = Math.floor(chance() * 8);
  const living = async (): Promise<FileSystem> => {
    stepsLeft -= 1;
    if (stepsLeft < 0) throw new Error("the writer has died");
    return files;
  };
  return {
    ...files,
    list: async (path) => (await living()).list(path),
    write: async (path, text, options) => (await living()).write(path, text, options),
    rename: async (from, to) => (await living()).rename(from, to),
    removeFile: async (path) => (await living()).removeFile(path),
  };
}

test("a reader looks again when the file it has found is gone", async () => {
  const files = memoryFileSystem(async () => undefined);
  await write(files, 1);
  let replacements = 3;
  const changing: FileSystem = {
    ...files,
    async read(path) {
      if (replacements > 0) {
        replacements -= 1;
        await deleteRecord(files, "records");
        await write(files, 10 - replacements);
      }
      return files.read(path);
    },
  };
  expect((await readRecord(changing, "records"))?.value).toBe("record 10");
});

test("a reader gives up after twenty listings whose files are all gone when it reads them", async () => {
  const files = memoryFileSystem(async () => undefined);
  await write(files, 1);
  let listings = 0;
  const vanishing: FileSystem = {
    ...files,
    async list(path) {
      listings += 1;
      return files.list(path);
    },
    read: async () => undefined,
  };

  expect(await readRecord(vanishing, "records")).toBeUndefined();
  expect(listings).toBe(20);
});

test("a reader lists a folder once if none of its files is a record", async () => {
  const files = memoryFileSystem(async () => undefined);
  await files.write("records/0000000000000007.record", "foreign", { flush: false });
  let listings = 0;
  const noting: FileSystem = {
    ...files,
    async list(path) {
      listings += 1;
      return files.list(path);
    },
  };

  expect(await readRecord(noting, "records")).toBeUndefined();
  expect(listings).toBe(1);
});

test("a reader never sees an older record while all records are removed", async () => {
  const files = memoryFileSystem(async () => undefined);
  await write(files, 1);
  await write(files, 2);
  const seen: unknown[] = [];
  const watched: FileSystem = {
    ...files,
    async removeFile(path) {
      await files.removeFile(path);
      seen.push((await readRecord(files, "records"))?.value);
    },
  };
  await deleteRecord(watched, "records");

  expect(seen).toEqual(["record 2", undefined]);
});

function write(files: FileSystem, number: number): Promise<void> {
  return writeRecord(files, "records", { value: `record ${number}`, expiresAtMs: number }, newPath());
}

function newPath(): string {
  paths += 1;
  return `records/${paths}.tmp`;
}
