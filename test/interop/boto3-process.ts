import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { plainEnvironment } from "../node/cli/podkey-process.ts";
import type { ForeignService } from "./modelled-errors.ts";
import type { ServedEmulator } from "./served-emulator.ts";

const CALLS = fileURLToPath(new URL("boto3_calls.py", import.meta.url));

/** The Python interpreter of the virtual environment that `npm run test:interop` creates. */
export const PYTHON: string = fileURLToPath(new URL("../../.venv/bin/python", import.meta.url));

/** The outcome of a call in boto3. */
export interface Boto3Answer {
  readonly result?: Readonly<Record<string, unknown>>;
  /** The name of the exception's class. */
  readonly exception?: string;
  readonly code?: string;
  readonly message?: string;
  readonly status?: number;
  /** The reason why botocore did not send the call. */
  readonly refused?: string;
}

/** A process in which boto3 makes one call after another. */
export interface Boto3Process {
  call(service: ForeignService, operation: string, input: object): Promise<Boto3Answer>;
  close(): Promise<void>;
}

/** Starts boto3 with variables that point it at an emulator. It makes one attempt per call. */
export function startBoto3({ url, settings }: ServedEmulator): Boto3Process {
  const env = plainEnvironment({
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: settings.region,
    AWS_ACCESS_KEY_ID: settings.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: settings.credentials.secretAccessKey,
    AWS_MAX_ATTEMPTS: "1",
  });
  const child = spawn(PYTHON, [CALLS], { stdio: ["pipe", "pipe", "inherit"], env });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async call(service, operation, input) {
      child.stdin.write(`${JSON.stringify({ service, operation, input })}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error("boto3 ended before it answered");
      return JSON.parse(value) as Boto3Answer;
    },
    async close() {
      const exit = once(child, "exit");
      child.stdin.end();
      await exit;
    },
  };
}
