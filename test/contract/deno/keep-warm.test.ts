import { keepWarm } from "../../../runtimes/deno/keep-warm.ts";
import { describeKeepWarm } from "../processes/warm-session.ts";

describeKeepWarm("Deno", (sessions) => keepWarm(sessions, { schedule: "* * * * *" }));
