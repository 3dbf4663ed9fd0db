import { makeTemporaryFolder, removeFolder } from "../temporary-folder.ts";
import type { MeetingPlace } from "./describe-contention.ts";

/** A path in a new folder, where processes may meet. */
export async function meetInFolder(): Promise<MeetingPlace> {
  const folder = await makeTemporaryFolder();
  return { address: `${folder}/podkey`, close: () => removeFolder(folder) };
}
