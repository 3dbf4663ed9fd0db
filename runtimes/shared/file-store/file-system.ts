/** The part of a file system that a store of files needs. Paths have forward slashes on every system. */
export interface FileSystem {
  /** Makes a folder and its parents for this user alone (0700). One that exists stays as it is. */
  makeFolder(path: string): Promise<void>;
  /** Who may enter a folder. */
  ownership(path: string): Promise<FolderOwnership>;
  /** The names in a folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** A file's text, or `undefined` where there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Writes a file that must not exist yet, for this user alone (0600). */
  write(path: string, text: string, options: WriteOptions): Promise<void>;
  /** Gives a file another name, in one step; a file that has the name is replaced. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file one more name, in one step. `false` where a file has the name already. */
  link(from: string, to: string): Promise<boolean>;
  /** Waits until the names in a folder are on the disk, where the system can. */
  flushFolder(path: string): Promise<void>;
  /** Removes a file, if there is one. */
  removeFile(path: string): Promise<void>;
  /** Removes a folder. Rejects if something is in it. */
  removeFolder(path: string): Promise<void>;
}

/** How a file is written. */
export interface WriteOptions {
  /** Whether to wait until the text is on the disk. */
  readonly flush: boolean;
}

/** Who may enter a folder, as far as the system tells. */
export interface FolderOwnership {
  /** The permission bits. Absent where the system has none. */
  readonly mode?: number;
  /** `false` if the folder belongs to another user. */
  readonly isOwn: boolean;
}
