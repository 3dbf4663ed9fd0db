import { describeContention } from "../processes/describe-contention.ts";
import { describeExchange } from "../processes/describe-exchange.ts";
import { meetInFolder } from "../processes/meeting-folder.ts";

describeContention("a store in SQLite, on Bun,", "bun-sqlite.ts", ["--no-install"], meetInFolder);
describeExchange("a store in SQLite, on Bun,", "bun-sqlite.ts", ["--no-install"], meetInFolder);
