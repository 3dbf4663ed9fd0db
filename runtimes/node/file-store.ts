import { markPlaintext, type PlaintextStore } from "../../src/stores/plaintext.ts";
import type { FileSystem } from "../shared/file-store/file-system.ts";
import { type FileStoreOptions, storeInFiles } from "../shared/file-store/store-in-files.ts";
import { codeOf } from "../shared/system-code.ts";
import { builtinModule } from "./builtin-modules.ts";

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/**
 * Keeps records in files (mode 600) of a private folder (mode 700) that all processes of the user may share. Name a folder
 * that does not exist yet. A crash at any moment leaves either the old or the new record. Wrap the store in `sealed()`.
 * Rejects with `CONFIGURATION` if other users may enter the folder. Throws `CONFIGURATION` on a runtime without Node's modules.
 *
 * @example
 * const store = sealed(fileStore("/var/cache/shop/podkey"), { keys, currentKeyId });
 */
export function fileStore(folder: string, options: FileStoreOptions = {}): PlaintextStore {
  return markPlaintext("fileStore", storeInFiles(nodeFileSystem(), folder, options), options);
}

function nodeFileSystem(): FileSystem {
  const fs = builtinModule("node:fs/promises");
  const { platform } = process;
  return {
    async makeFolder(path) {
      await fs.mkdir(path, { recursive: true, mode: PRIVATE_FOLDER });
    },
    async ownership(path) {
      if (platform === "win32") return { isOwn: true };
      const { mode, uid } = await fs.stat(path);
      return { mode, isOwn: uid === process.getuid?.() };
    },
    list: (path) => fs.readdir(path).catch((error) => unlessCode(error, "ENOENT", [])),
    read: (path) => fs.readFile(path, "utf8").catch((error) => unlessCode(error, "ENOENT", undefined)),
    async write(path, text, { flush }) {
      await fs.writeFile(path, text, { flag: "wx", mode: PRIVATE_FILE, flush });
    },
    rename: fs.rename,
    link: (from, to) =>
      fs.link(from, to).then(
        () => true,
        (error) => unlessCode(error, "EEXIST", false),
      ),
    async flushFolder(path) {
      if (platform === "win32") return;
      const folder = await fs.open(path);
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
    removeFile: (path) => fs.rm(path, { force: true }),
    removeFolder: fs.rmdir,
  };
}

/** Returns `answer` in place of an error with the expected code, and throws every other error. */
function unlessCode<T>(error: unknown, code: string, answer: T): T {
  if (codeOf(error) === code) return answer;
  throw error;
}
