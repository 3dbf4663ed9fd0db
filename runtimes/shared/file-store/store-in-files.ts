import { ownerToken } from "../../../src/lib/random-id.ts";
import { type Ports, resolvePorts, type Store } from "../../../src/ports.ts";
import type { PlaintextOptions } from "../../../src/stores/plaintext.ts";
import { nativeDigest } from "../native-digest.ts";
import type { FileSystem } from "./file-system.ts";
import { takeLease } from "./leases.ts";
import { makePrivateFolder } from "./private-folder.ts";
import { deleteRecord, readRecord, writeRecord } from "./records.ts";
import { sweepFolder, temporaryName } from "./sweep.ts";

/** Settings of `fileStore`. */
export interface FileStoreOptions extends PlaintextOptions, Partial<Pick<Ports, "now" | "random">> {}

/**
 * Makes a store of files that processes on one machine share without locks. Each key has a folder that is named by the key's
 * hash, because some file systems limit the length of names or ignore their case.
 */
export function storeInFiles(files: FileSystem, root: string, options: FileStoreOptions): Store {
  const { now, random, digest } = resolvePorts({ ...nativeDigest(), ...options });
  const newFile = (folder: string): string => `${folder}/${temporaryName(now(), ownerToken(random))}`;
  const folderOf = async (key: string): Promise<string> => {
    await makePrivateFolder(files, root);
    return `${root}/${await digest.sha256Hex(key)}`;
  };
  const makeFolderOf = async (key: string): Promise<string> => {
    const folder = await folderOf(key);
    await files.makeFolder(folder);
    return folder;
  };
  let isSwept = false;
  return {
    async get(key) {
      const record = await readRecord(files, await folderOf(key));
      return record && now() < record.expiresAtMs ? record.value : undefined;
    },
    async set(key, value, { expiresAtMs }) {
      if (!(now() < expiresAtMs)) return;
      const folder = await makeFolderOf(key);
      await writeRecord(files, folder, { value, expiresAtMs: Math.floor(expiresAtMs) }, newFile(folder));
      if (isSwept) return;
      isSwept = true;
      await sweepFolder(files, root, { now, random });
    },
    async delete(key) {
      await deleteRecord(files, await folderOf(key));
    },
    async acquire(key, { ttlMs }) {
      const folder = await makeFolderOf(key);
      const temporaryPath = (): string => newFile(folder);
      return takeLease(files, { folder, owner: ownerToken(random), ttlMs, now, temporaryPath });
    },
  };
}
