import { describeContention } from "../processes/describe-contention.ts";
import { describeExchange } from "../processes/describe-exchange.ts";
import { meetInFolder } from "../processes/meeting-folder.ts";

describeContention("a store in files, on Node,", "node-files.ts", [], meetInFolder);
describeExchange("a store in files, on Node,", "node-files.ts", [], meetInFolder);
