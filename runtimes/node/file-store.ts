import { leavingProcess, type PlaintextStore } from "../../src/stores/plaintext.ts";
import { type FileStoreOptions, storeInFiles } from "../shared/file-store/store-in-files.ts";
import { nodeFileSystem } from "./file-system.ts";

/**
 * Keeps records in files (mode 600) of a folder for this user alone (mode 700), which all processes of the user may share.
 * Name a folder that does not exist yet. A crash at any moment leaves the old record or the new one. Wrap it in
 * `sealed()`. Rejects with `CONFIGURATION` when the folder lets others in; throws it on a runtime without Node's modules.
 *
 * @example
 * const store = sealed(fileStore("/var/cache/shop/podkey"), { keys, currentKeyId });
 */
export function fileStore(folder: string, options: FileStoreOptions = {}): PlaintextStore {
  return leavingProcess("fileStore", storeInFiles(nodeFileSystem(), folder, options), options);
}
