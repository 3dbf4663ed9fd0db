import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import type { Store } from "../../../src/ports.ts";
import { numberOf, recordOf } from "../processes/numbered-record.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";

const CRASHES = 200;
const TIMEOUT_MS = 180_000;
const WRITER = fileURLToPath(new URL("../processes/write-records.ts", import.meta.url));

/** What a writer printed and a reader read until the writer was killed. */
interface WriterRun {
  /** The highest number that the writer printed before it was killed. */
  readonly printed: number;
  /** The numbers of the records that were read. `undefined` for a missing or incomplete record. */
  readonly read: readonly (number | undefined)[];
}

test(
  `a writer that is killed ${CRASHES} times leaves the old or the new record, and readers see nothing else`,
  () =>
    withTemporaryFolder(async (parent) => {
      const folder = `${parent}/podkey`;
      const store = fileStore(folder);
      await store.set("key", recordOf(0).value, recordOf(0));
      let last = 0;
      for (let crash = 0; crash < CRASHES; crash += 1) {
        const { printed, read } = await watchUntilKilled(store, folder, last + 1, crash % 20);
        const left = numberOf(await store.get("key"));
        expect(left).toBeGreaterThanOrEqual(printed);
        expect(left).toBeLessThanOrEqual(printed + 1);
        expect(read).toEqual(read.toSorted((one = Number.NaN, other = Number.NaN) => one - other));
        expect(read).not.toContain(undefined);
        last = left ?? 0;
      }
      expect(last).toBeGreaterThan(CRASHES);
    }),
  TIMEOUT_MS,
);

/** Kills a writer after its first record and a number of reads, so that each run ends at another point of its work. */
async function watchUntilKilled(
  store: Store,
  folder: string,
  first: number,
  readsBeforeKill: number,
): Promise<WriterRun> {
  const writer = spawn(process.execPath, [WRITER, folder, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(writer, "close");
  const endedEarly = ended.then(() => Promise.reject(new Error("the writer ended by itself")));
  const printed = lastPrinted(writer);
  await Promise.race([printed.first, endedEarly]);
  const read: (number | undefined)[] = [];
  for (let reads = 0; reads <= readsBeforeKill; reads += 1) read.push(numberOf(await store.get("key")));
  endedEarly.catch(() => undefined);
  writer.kill("SIGKILL");
  await ended;
  return { printed: printed.last(), read };
}

function lastPrinted({ stdout }: ChildProcess): {
  readonly first: Promise<unknown>;
  readonly last: () => number;
} {
  let text = "";
  stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const lines = (): string[] => text.split("\n").slice(0, -1);
  return { first: stdout ? once(stdout, "data") : Promise.resolve(), last: () => Number(lines().at(-1)) };
}
