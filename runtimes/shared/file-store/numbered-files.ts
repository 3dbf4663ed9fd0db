import type { FileSystem } from "./file-system.ts";

/** A file whose name is its rank among the files of its kind in a folder. */
export interface NumberedFile {
  readonly number: number;
  readonly path: string;
}

/** As many digits as the last millisecond that a `Date` can hold has. */
const DIGITS = 16;

/** The path of a file by its number. */
export function numberedPath(folder: string, number: number, kind: string): string {
  return `${folder}/${String(number).padStart(DIGITS, "0")}.${kind}`;
}

/** The files of one kind in a folder, the highest number first. */
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

/** Removes listed files, the lowest number first: who looks meanwhile never takes an older one for the newest. */
export async function removeNumbered(files: FileSystem, listed: readonly NumberedFile[]): Promise<void> {
  const lowestFirst = [...listed];
  lowestFirst.reverse();
  for (const { path } of lowestFirst) await files.removeFile(path);
}
