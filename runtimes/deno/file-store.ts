import { utf8 } from "../../src/lib/bytes.ts";
import { markPlaintext, type PlaintextStore } from "../../src/stores/plaintext.ts";
import type { FileSystem } from "../shared/file-store/file-system.ts";
import { type FileStoreOptions, storeInFiles } from "../shared/file-store/store-in-files.ts";
import { type DenoFileApi, denoFileApi } from "./deno-api.ts";

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;

/**
 * Keeps records in files (mode 600) of a private folder (mode 700) that all processes of the user may share, those on Node
 * too. Needs `--allow-read` and `--allow-write` for the folder. Name a folder that does not exist yet. A crash at any moment
 * leaves either the old or the new record. Wrap the store in `sealed()`. Rejects with `CONFIGURATION` if other users may enter
 * the folder. Throws `CONFIGURATION` on another runtime.
 *
 * @example
 * const store = sealed(fileStore("/var/cache/shop/podkey"), { keys, currentKeyId });
 */
export function fileStore(folder: string, options: FileStoreOptions = {}): PlaintextStore {
  return markPlaintext("fileStore", storeInFiles(denoFileSystem(), folder, options), options);
}

function denoFileSystem(): FileSystem {
  const deno = denoFileApi();
  const { NotFound, AlreadyExists } = deno.errors;
  const isWindows = deno.build.os === "windows";
  return {
    makeFolder: (path) => deno.mkdir(path, { recursive: true, mode: PRIVATE_FOLDER }),
    async ownership(path) {
      if (isWindows) return { isOwn: true };
      const { mode, uid } = await deno.stat(path);
      return { isOwn: isOwnUid(deno, uid), ...(mode !== null && { mode }) };
    },
    list: (path) => listNames(deno, path).catch((error) => unless(NotFound, error, [])),
    read: (path) => deno.readTextFile(path).catch((error) => unless(NotFound, error, undefined)),
    write: (path, text, { flush }) => writeFile(deno, path, text, flush),
    rename: (from, to) => deno.rename(from, to),
    link: (from, to) =>
      deno.link(from, to).then(
        () => true,
        (error) => unless(AlreadyExists, error, false),
      ),
    async flushFolder(path) {
      if (isWindows) return;
      const folder = await deno.open(path);
      try {
        await folder.sync();
      } finally {
        folder.close();
      }
    },
    removeFile: (path) => deno.remove(path).catch((error) => unless(NotFound, error, undefined)),
    removeFolder: (path) => deno.remove(path),
  };
}

async function listNames(deno: DenoFileApi, path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of deno.readDir(path)) names.push(name);
  return names;
}

async function writeFile(deno: DenoFileApi, path: string, text: string, flush: boolean): Promise<void> {
  const file = await deno.open(path, { write: true, createNew: true, mode: PRIVATE_FILE });
  try {
    let rest: Uint8Array = utf8(text);
    while (rest.length > 0) rest = rest.subarray(await file.write(rest));
    if (flush) await file.sync();
  } finally {
    file.close();
  }
}

/** Compares a folder's user with this process. Without `--allow-sys=uid` it cannot, and asking would prompt the user. */
function isOwnUid(deno: DenoFileApi, uid: number | null): boolean {
  const isAllowed = deno.permissions.querySync({ name: "sys", kind: "uid" }).state === "granted";
  return !isAllowed || uid === deno.uid();
}

/** Returns `answer` in place of an error of the expected class, and throws every other error. */
function unless<T>(expected: DenoFileApi["errors"]["NotFound"], error: unknown, answer: T): T {
  if (error instanceof expected) return answer;
  throw error;
}
