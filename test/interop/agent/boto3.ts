import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { plainEnvironment } from "../../node/cli/podkey-process.ts";
import { PYTHON } from "../boto3-process.ts";

/** A command that `agent_boto3.py` takes. */
export type PodCommand =
  | { readonly do: "start"; readonly env: Readonly<Record<string, string>> }
  | { readonly do: "obtain" }
  | { readonly do: "call" };

/** A process with boto3 in the environment of a pod. */
export interface Boto3Pod {
  /** Runs a command and returns the ARN of a `call`. Rejects with the text of the exception of boto3. */
  run(command: PodCommand): Promise<string>;
  close(): Promise<void>;
}

interface Answer {
  readonly arn?: string;
  readonly exception?: string;
  readonly message?: string;
}

const PROGRAM = fileURLToPath(new URL("agent_boto3.py", import.meta.url));

/** Starts a process whose default boto3 session gets its credentials from an agent. */
export function startBoto3Pod(): Boto3Pod {
  const child = spawn(PYTHON, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], env: plainEnvironment() });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(command) {
      child.stdin.write(`${JSON.stringify(command)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error("boto3 ended before it answered");
      const { arn = "", exception, message } = JSON.parse(value) as Answer;
      if (exception) throw new Error(`${exception}: ${message}`);
      return arn;
    },
    async close() {
      const exit = once(child, "exit");
      child.stdin.end();
      await exit;
    },
  };
}
