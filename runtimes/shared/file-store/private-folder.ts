import { ConfigurationError } from "../../../src/errors/errors.ts";
import type { FileSystem } from "./file-system.ts";

/** The permission bits of the group and of all other users. */
const OTHERS = 0o077;

/** Makes a folder for this user alone. Rejects with `CONFIGURATION` if it exists and other users may enter it. */
export async function makePrivateFolder(files: FileSystem, folder: string): Promise<void> {
  await files.makeFolder(folder);
  const { mode = 0, isOwn } = await files.ownership(folder);
  if (isOwn && (mode & OTHERS) === 0) return;
  const fault = isOwn
    ? `lets other users in (mode ${(mode & 0o777).toString(8)})`
    : "belongs to another user";
  throw new ConfigurationError({
    setting: "folder",
    message: `credentials were not kept in ${folder}, which ${fault}: name a folder that does not exist yet, which is then made with mode 700`,
  });
}
