import { describeContention } from "../processes/describe-contention.ts";
import { meetInFolder } from "../processes/meeting-folder.ts";

describeContention("a store in files, on Node,", "node-files.ts", [], meetInFolder);
