import type { FileSystem } from "./file-system.ts";

/** A file whose name is a number. The highest number of its kind in a folder is the current one. */
export interface NumberedFile {
  readonly number: number;
  readonly path: string;
}

/** The number of digits of the last millisecond that a `Date` can hold. */
const DIGITS = 16;

/** Returns the path of a numbered file. */
export function numberedPath(folder: string, number: number, kind: string): string {
  return `${folder}/${String(number).padStart(DIGITS, "0")}.${kind}`;
}

/** Lists the files of one kind in a folder, the highest number first. */
export async function listNumbered(
  files: FileSystem,
  folder: string,
  kind: string,
): Promise<readonly NumberedFile[]> {
  const pattern = new RegExp(`^\\d{${DIGITS}}\\.${kind}$`);
  const numbered = (await files.list(folder))
    .filter((name) => pattern.test(name))
    .map((name) => ({ number: Number.parseInt(name, 10), path: `${folder}/${name}` }));
  numbered.sort((one, other) => other.number - one.number);
  return numbered;
}

/** Removes listed files, the lowest number first, so that a reader never takes an older file for the newest. */
export async function removeNumbered(files: FileSystem, listed: readonly NumberedFile[]): Promise<void> {
  const lowestFirst = [...listed];
  lowestFirst.reverse();
  for (const { path } of lowestFirst) await files.removeFile(path);
}
