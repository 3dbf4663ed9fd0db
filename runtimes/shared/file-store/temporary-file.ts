import type { FileSystem } from "./file-system.ts";

/** A file that is written under a temporary name before it gets its own. */
export interface TemporaryFile {
  readonly path: string;
  readonly text: string;
  /** Whether to wait until the text is on the disk. */
  readonly flush: boolean;
}

/** Writes a file and renames it. Leaves no temporary file behind, even if the disk is full. */
export async function writeAndRename(files: FileSystem, file: TemporaryFile, newPath: string): Promise<void> {
  try {
    await files.write(file.path, file.text, { flush: file.flush });
    await files.rename(file.path, newPath);
  } catch (error) {
    await remove(files, file);
    throw error;
  }
}

/** Writes a file that appears under its name together with its text. `false` if another file has the name. */
export async function writeAndLink(
  files: FileSystem,
  file: TemporaryFile,
  newPath: string,
): Promise<boolean> {
  try {
    await files.write(file.path, file.text, { flush: file.flush });
    return await files.link(file.path, newPath);
  } finally {
    await remove(files, file);
  }
}

/** Removes a temporary file. A failure must not hide why the work failed; the sweep removes the file later. */
async function remove(files: FileSystem, { path }: TemporaryFile): Promise<void> {
  await files.removeFile(path).catch(() => undefined);
}
