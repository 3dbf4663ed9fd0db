import type { Release } from "../../../src/ports.ts";
import { decodeDated, encodeDated } from "../../../src/stores/dated-record.ts";
import type { FileSystem } from "./file-system.ts";
import { listNumbered, type NumberedFile, numberedPath, removeNumbered } from "./numbered-files.ts";

/*
 * Leases of one key are numbered files, and the highest number is the one that counts. A lease is taken by making the
 * file with the next number, which only one can. A number is never used twice, so nobody takes a lease by removing one:
 * between a look at a stale lease and its removal, another might have taken it.
 */

const KIND = "lease";

/** Who takes a lease, where, and for how long. */
export interface LeaseRequest {
  readonly folder: string;
  readonly owner: string;
  readonly ttlMs: number;
  readonly now: () => number;
  /** A path for a file that does not exist, new at each call. */
  readonly temporaryPath: () => string;
}

/** Takes the lease of a folder. `undefined`: somebody else holds it, or came first. */
export async function takeLease(files: FileSystem, request: LeaseRequest): Promise<Release | undefined> {
  const { folder, owner, now } = request;
  const endsAtMs = Math.ceil(now() + request.ttlMs);
  const [highest] = await listNumbered(files, folder, KIND);
  if (highest && (await isHeld(files, highest, now()))) return undefined;
  const number = (highest?.number ?? 0) + 1;
  const path = numberedPath(folder, number, KIND);
  const text = encodeDated({ value: owner, expiresAtMs: endsAtMs });
  if (!(await makeLeaseFile(files, request.temporaryPath(), path, text))) return undefined;
  const leases = await listNumbered(files, folder, KIND);
  const isOvertaken = leases.some((lease) => lease.number > number);
  if (isOvertaken || now() >= endsAtMs) {
    // The number was free because it had been used and cleared away. While a higher one exists, nobody needs this one.
    if (isOvertaken) await files.removeFile(path);
    return undefined;
  }
  // The one before stays until the next time: who lists the folder right now sees one or the other.
  await removeNumbered(
    files,
    leases.filter((lease) => lease.number < number - 1),
  );
  return () => endLease(files, path, request);
}

async function isHeld(files: FileSystem, { path }: NumberedFile, nowMs: number): Promise<boolean> {
  const text = await files.read(path);
  // Cleared away since the look: a higher number has been taken.
  if (text === undefined) return true;
  return nowMs < (decodeDated(text)?.expiresAtMs ?? 0);
}

/** The file appears with its text in it, or not at all. */
async function makeLeaseFile(
  files: FileSystem,
  temporaryPath: string,
  path: string,
  text: string,
): Promise<boolean> {
  await files.write(temporaryPath, text, { flush: false });
  try {
    return await files.link(temporaryPath, path);
  } finally {
    await files.removeFile(temporaryPath);
  }
}

/** Marks a lease as ended. The file stays: its number is in use. */
async function endLease(
  files: FileSystem,
  path: string,
  { owner, now, temporaryPath }: LeaseRequest,
): Promise<void> {
  if ((await files.read(path)) === undefined) return;
  const newPath = temporaryPath();
  await files.write(newPath, encodeDated({ value: owner, expiresAtMs: now() }), { flush: false });
  await files.rename(newPath, path);
}
