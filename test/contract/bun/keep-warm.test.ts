import { keepWarm } from "../../../runtimes/bun/keep-warm.ts";
import { describeKeepWarm } from "../processes/warm-session.ts";

describeKeepWarm("Bun", (sessions) => keepWarm(sessions, { schedule: "* * * * *" }));
