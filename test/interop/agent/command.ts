import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { endProcess, plainEnvironment } from "../../node/cli/podkey-process.ts";
import type { ServedEmulator } from "../served-emulator.ts";

/** `podkey agent` in a process of its own. */
export interface AgentCommand {
  readonly url: string;
  /** Sends SIGTERM, as Kubernetes does, and returns the exit code. */
  stop(): Promise<number | null>;
}

const MAIN = fileURLToPath(new URL("../../../cli/main.ts", import.meta.url));

const FLAGS = ["--cluster-name", "demo", "--bind-hosts", "127.0.0.1", "--port", "0"];
const NO_SIDES = ["--probe-port", "off", "--metrics-port", "off"];

/** Starts `podkey agent` for the emulator's cluster. Its own credentials come from the environment. */
export async function startAgentCommand({ url, settings }: ServedEmulator): Promise<AgentCommand> {
  const { accessKeyId, secretAccessKey } = settings.credentials;
  const child = spawn(process.execPath, [MAIN, "agent", ...FLAGS, ...NO_SIDES], {
    stdio: ["ignore", "pipe", "inherit"],
    env: plainEnvironment({
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: settings.region,
      AWS_ENDPOINT_URL_EKS_AUTH: url,
    }),
  });
  const log = createInterface({ input: child.stdout });
  return { url: await readyUrl(log), stop: () => endProcess(child) };
}

/** Waits for the line that says where the agent listens. Reads on after it, so that the agent can go on writing its log. */
function readyUrl(log: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve, reject) => {
    log.once("close", () => reject(new Error("podkey agent ended before it listened")));
    log.on("line", (line: string) => {
      const { msg, urls } = JSON.parse(line) as { msg: string; urls?: readonly string[] };
      if (msg === "listening" && urls?.[0]) resolve(urls[0]);
    });
  });
}
