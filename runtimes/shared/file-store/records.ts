import { type DatedRecord, decodeDated, encodeDated } from "../../../src/stores/dated-record.ts";
import type { FileSystem } from "./file-system.ts";
import { listNumbered, numberedPath, removeNumbered } from "./numbered-files.ts";
import { writeAndRename } from "./temporary-file.ts";

/*
 * A record is a file that is named for its expiry and never changes. The file with the latest expiry is the current record.
 * Writers therefore need no lock to keep a later record, and a crash at any moment leaves either the old or the new record.
 */

const KIND = "record";

/** How often a reader lists the folder again because the file was replaced between listing and reading. */
const MAX_LISTINGS = 20;

/** Reads the record of a folder that expires last. Ignores files that hold no record. */
export async function readRecord(files: FileSystem, folder: string): Promise<DatedRecord | undefined> {
  for (let listing = 0; listing < MAX_LISTINGS; listing += 1) {
    const newest = await readNewest(files, folder);
    if (newest !== "outdated") return newest;
  }
  return undefined;
}

/** Writes a record unless the folder has one that expires later. */
export async function writeRecord(
  files: FileSystem,
  folder: string,
  record: DatedRecord,
  temporaryPath: string,
): Promise<void> {
  const kept = await readRecord(files, folder);
  if (kept && kept.expiresAtMs > record.expiresAtMs) return;
  const temporary = { path: temporaryPath, text: encodeDated(record), flush: true };
  await writeAndRename(files, temporary, numberedPath(folder, record.expiresAtMs, KIND));
  await files.flushFolder(folder);
  const records = await listNumbered(files, folder, KIND);
  // Keeps the replaced file until the next write: a reader that lists the folder now must find one of the two.
  const lowest = kept?.expiresAtMs ?? record.expiresAtMs;
  await removeNumbered(
    files,
    records.filter(({ number }) => number < lowest),
  );
}

/** Removes all records of a folder. */
export async function deleteRecord(files: FileSystem, folder: string): Promise<void> {
  await removeNumbered(files, await listNumbered(files, folder, KIND));
}

/** Reads the newest record that a listing shows. Returns "outdated" if a file was removed since the listing. */
async function readNewest(files: FileSystem, folder: string): Promise<DatedRecord | "outdated" | undefined> {
  for (const { number, path } of await listNumbered(files, folder, KIND)) {
    const text = await files.read(path);
    if (text === undefined) return "outdated";
    const record = decodeDated(text);
    if (record?.expiresAtMs === number) return record;
  }
  return undefined;
}
