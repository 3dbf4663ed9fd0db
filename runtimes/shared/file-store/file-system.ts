/** The part of a file system that a store in files needs. Paths have forward slashes on every system. */
export interface FileSystem {
  /** Makes a folder and its parents for this user alone (0700). Leaves an existing folder as it is. */
  makeFolder(path: string): Promise<void>;
  /** Tells who may enter a folder. */
  ownership(path: string): Promise<FolderOwnership>;
  /** Lists the names in a folder. The list is empty if the folder does not exist. */
  list(path: string): Promise<readonly string[]>;
  /** Reads a file's text. `undefined` if the file does not exist. */
  read(path: string): Promise<string | undefined>;
  /** Writes a file for this user alone (0600). Rejects if the file exists. */
  write(path: string, text: string, options: WriteOptions): Promise<void>;
  /** Renames a file in one step, and replaces a file that has the new name. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name in one step. `false` if another file has that name. */
  link(from: string, to: string): Promise<boolean>;
  /** Waits until the names in a folder are on the disk, where the system can. */
  flushFolder(path: string): Promise<void>;
  /** Removes a file. Does nothing if it does not exist. */
  removeFile(path: string): Promise<void>;
  /** Removes a folder. Rejects if it is not empty. */
  removeFolder(path: string): Promise<void>;
}

/** How a file is written. */
export interface WriteOptions {
  /** Whether to wait until the text is on the disk. */
  readonly flush: boolean;
}

/** Who may enter a folder, as far as the system tells. */
export interface FolderOwnership {
  /** The permission bits. Absent on systems without them. */
  readonly mode?: number;
  /** `false` if the folder belongs to another user. */
  readonly isOwn: boolean;
}
