import { makeTemporaryFolder, removeFolder } from "../temporary-folder.ts";
import type { MeetingPlace } from "./describe-contention.ts";

/** Makes a path in a new folder that several processes share. */
export async function meetInFolder(): Promise<MeetingPlace> {
  const folder = await makeTemporaryFolder();
  return { address: `${folder}/podkey`, close: () => removeFolder(folder) };
}
