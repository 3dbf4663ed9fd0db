import { ConfigurationError } from "../../../src/errors/errors.ts";
import type { FileSystem } from "./file-system.ts";

const OTHERS = 0o077;

/** Makes a folder for this user alone. Throws `CONFIGURATION` for one that exists and lets others in. */
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
