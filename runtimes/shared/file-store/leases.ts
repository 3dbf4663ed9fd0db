import type { Release } from "../../../src/ports.ts";
import { decodeDated, encodeDated } from "../../../src/stores/dated-record.ts";
import type { FileSystem } from "./file-system.ts";
import { listNumbered, type NumberedFile, numberedPath, removeNumbered } from "./numbered-files.ts";
import { writeAndLink, writeAndRename } from "./temporary-file.ts";

/*
 * The leases of a key are numbered files, and the highest number is the current lease. A process takes the lease by creating
 * the file with the next number, which succeeds in one process only. No number is used twice, and no process takes a lease by
 * removing a file: another process could take it between the check of a stale lease and its removal.
 */

const KIND = "lease";

/** What it takes to acquire the lease of a key. */
export interface LeaseRequest {
  /** The folder of the key. */
  readonly folder: string;
  /** A random text that tells this holder from others. */
  readonly owner: string;
  /** How long the lease lasts unless it is released, in milliseconds. */
  readonly ttlMs: number;
  readonly now: () => number;
  /** Returns a new path at each call, for a file that does not exist. */
  readonly temporaryPath: () => string;
}

/** Takes the lease of a folder. `undefined` if another process holds it or was faster. */
export async function takeLease(files: FileSystem, request: LeaseRequest): Promise<Release | undefined> {
  const { folder, owner, now } = request;
  const endsAtMs = Math.ceil(now() + request.ttlMs);
  const [highest] = await listLeases(files, folder, now());
  if (highest && (await isHeld(files, highest, now()))) return undefined;
  const number = (highest?.number ?? 0) + 1;
  const path = numberedPath(folder, number, KIND);
  const text = encodeDated({ value: owner, expiresAtMs: endsAtMs });
  const temporary = { path: request.temporaryPath(), text, flush: false };
  if (!(await writeAndLink(files, temporary, path))) return undefined;
  const leases = await listLeases(files, folder, now());
  // A lower number was free because its file had been removed after use. The next holder removes this file.
  if (leases.some((lease) => lease.number > number) || now() >= endsAtMs) return undefined;
  // Keeps the previous file until the next lease: a process that lists the folder now must find one of the two.
  await removeNumbered(
    files,
    leases.filter((lease) => lease.number < number - 1),
  );
  return () => endLease(files, path, request);
}

/**
 * Lists the leases of a folder, the highest number first. Ignores numbers above `nowMs`: no folder has had more leases than
 * milliseconds since 1970, and after a foreign file with the highest number no lease could ever be taken.
 */
async function listLeases(
  files: FileSystem,
  folder: string,
  nowMs: number,
): Promise<readonly NumberedFile[]> {
  const leases = await listNumbered(files, folder, KIND);
  return leases.filter(({ number }) => number <= nowMs);
}

async function isHeld(files: FileSystem, { path }: NumberedFile, nowMs: number): Promise<boolean> {
  const text = await files.read(path);
  // The file was removed since the listing, so another process has taken a higher number.
  if (text === undefined) return true;
  return nowMs < (decodeDated(text)?.expiresAtMs ?? 0);
}

/** Marks a lease as ended. Keeps the file, because its number must not be used again. */
async function endLease(
  files: FileSystem,
  path: string,
  { owner, now, temporaryPath }: LeaseRequest,
): Promise<void> {
  if ((await files.read(path)) === undefined) return;
  const text = encodeDated({ value: owner, expiresAtMs: now() });
  const temporary = { path: temporaryPath(), text, flush: false };
  await writeAndRename(files, temporary, path);
}
