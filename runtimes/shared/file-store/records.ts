import { type DatedRecord, decodeDated, encodeDated } from "../../../src/stores/dated-record.ts";
import type { FileSystem } from "./file-system.ts";
import { listNumbered, numberedPath, removeNumbered } from "./numbered-files.ts";

/*
 * A record is a file that is named for its expiry and is never changed. The newest one is the record, so that a writer
 * needs no lock to leave a later one alone, and a crash at any moment leaves the old one or the new one.
 */

const KIND = "record";

/** A reader whose file is replaced under its eyes looks again; each time, somebody has written. */
const MAX_LOOKS = 20;

/** The record in a folder that expires last. Files that are no records do not count. */
export async function readRecord(files: FileSystem, folder: string): Promise<DatedRecord | undefined> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const { record, isOutdated } = await readNewest(files, folder);
    if (!isOutdated) return record;
  }
  return undefined;
}

/** Writes a record, unless one that expires later is there. */
export async function writeRecord(
  files: FileSystem,
  folder: string,
  record: DatedRecord,
  temporaryPath: string,
): Promise<void> {
  const kept = await readRecord(files, folder);
  if (kept && kept.expiresAtMs > record.expiresAtMs) return;
  await files.write(temporaryPath, encodeDated(record), { flush: true });
  await files.rename(temporaryPath, numberedPath(folder, record.expiresAtMs, KIND));
  await files.flushFolder(folder);
  const records = await listNumbered(files, folder, KIND);
  // What was replaced stays until the next time: who lists the folder right now sees one or the other.
  const lowest = kept?.expiresAtMs ?? record.expiresAtMs;
  await removeNumbered(
    files,
    records.filter(({ number }) => number < lowest),
  );
}

/** Removes a record. */
export async function deleteRecord(files: FileSystem, folder: string): Promise<void> {
  await removeNumbered(files, await listNumbered(files, folder, KIND));
}

async function readNewest(
  files: FileSystem,
  folder: string,
): Promise<{ readonly record?: DatedRecord; readonly isOutdated: boolean }> {
  for (const { number, path } of await listNumbered(files, folder, KIND)) {
    const text = await files.read(path);
    if (text === undefined) return { isOutdated: true };
    const record = decodeDated(text);
    if (record?.expiresAtMs === number) return { record, isOutdated: false };
  }
  return { isOutdated: false };
}
