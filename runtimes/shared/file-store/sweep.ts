import type { Ports } from "../../../src/ports.ts";
import { decodeDated } from "../../../src/stores/dated-record.ts";
import type { FileSystem } from "./file-system.ts";

/** One day: no process still uses a file that ended so long ago, even if its clock is wrong. */
const KEPT_AFTER_END_MS = 86_400_000;

/** How many keys one sweep checks at most. */
const MAX_KEYS = 100;

const OWN_FOLDER = /^[0-9a-f]{64}$/;
const DATED_FILE = /^\d{16}\.(record|lease)$/;
const TEMPORARY_FILE = /^(\d{16})-[0-9a-f]{32}\.tmp$/;

/** Names a file that is being written. The name holds the start time, in milliseconds since the epoch. */
export function temporaryName(nowMs: number, token: string): string {
  return `${String(Math.floor(nowMs)).padStart(16, "0")}-${token}.tmp`;
}

/**
 * Removes files that ended more than a day ago: records and leases of unused identities, and temporary files of processes
 * that died. Checks at most 100 keys from a random start, to bound the delay.
 */
export async function sweepFolder(
  files: FileSystem,
  root: string,
  { now, random }: Pick<Ports, "now" | "random">,
): Promise<void> {
  const endedBeforeMs = now() - KEPT_AFTER_END_MS;
  const names = (await files.list(root)).filter((name) => OWN_FOLDER.test(name));
  const start = Math.floor(random() * names.length);
  const some = [...names.slice(start), ...names.slice(0, start)].slice(0, MAX_KEYS);
  for (const name of some) await sweepKey(files, `${root}/${name}`, endedBeforeMs);
}

async function sweepKey(files: FileSystem, folder: string, endedBeforeMs: number): Promise<void> {
  const names = await files.list(folder);
  let isEmpty = true;
  for (const name of names) {
    const endedAtMs = await endOf(files, folder, name);
    if (endedAtMs < endedBeforeMs) await files.removeFile(`${folder}/${name}`);
    else isEmpty = false;
  }
  // Rejects if another process has just written a file there.
  if (isEmpty) await files.removeFolder(folder).catch(() => undefined);
}

async function endOf(files: FileSystem, folder: string, name: string): Promise<number> {
  const startedAtMs = TEMPORARY_FILE.exec(name)?.[1];
  if (startedAtMs !== undefined) return Number(startedAtMs);
  if (!DATED_FILE.test(name)) return Infinity;
  const text = await files.read(`${folder}/${name}`);
  return decodeDated(text)?.expiresAtMs ?? Infinity;
}
