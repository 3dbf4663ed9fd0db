import { describeContention } from "../processes/describe-contention.ts";
import { describeExchange } from "../processes/describe-exchange.ts";
import { meetInFolder } from "../processes/meeting-folder.ts";

const RUN = [
  "run",
  "--quiet",
  "--allow-all",
  "--unstable-kv",
  "--no-lock",
  "--node-modules-dir=manual",
  "--cached-only",
];

describeContention("a store in files, on Deno,", "deno-files.ts", RUN, meetInFolder);
describeContention("a store in Deno KV", "deno-kv.ts", RUN, meetInFolder);
describeExchange("a store in files, on Deno,", "deno-files.ts", RUN, meetInFolder);
describeExchange("a store in Deno KV", "deno-kv.ts", RUN, meetInFolder);
