import process from "node:process";
import type { Command } from "commander";
import { addEmulatorCommand } from "../../../cli/emulator/command.ts";
import type { EmulatorOutput } from "../../../cli/emulator/output.ts";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { programWith, takeOutput } from "./in-process.ts";

/** Variables that each emulator tells a shell to unset. */
export const UNSET = [
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_USE_FIPS_ENDPOINT",
  "AWS_USE_DUALSTACK_ENDPOINT",
];

/** Flags that describe the pod of `--agent`, each with a value. */
export const POD_FLAGS: readonly (readonly [flag: string, value: string])[] = [
  ["--role-arn", "arn:aws:iam::111122223333:role/checkout"],
  ["--namespace", "shop"],
  ["--service-account", "checkout"],
  ["--agent-port", "0"],
  ["--token-expiration-seconds", "600"],
];

/** The keys of the emulator's administrator. */
export const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** Makes a program with `podkey emulator`, which throws instead of ending this process. */
export function emulatorCommand(): Command {
  return programWith(addEmulatorCommand);
}

/** Runs `podkey emulator` in this process. */
export function runEmulator(args: readonly string[]): Promise<unknown> {
  return emulatorCommand().parseAsync(["emulator", ...args], { from: "user" });
}

/** Runs the emulator, uses it as its line of JSON says, and ends it with a signal. */
export async function useEmulator<T>(
  args: readonly string[],
  use: (output: EmulatorOutput) => Promise<T>,
  signal: "SIGINT" | "SIGTERM" = "SIGTERM",
): Promise<T> {
  const output = takeOutput();
  try {
    const ended = runEmulator(["--port", "0", "--json", ...args]);
    const line = await Promise.race([output.first, ended.then(() => "")]);
    try {
      return await use(JSON.parse(line) as EmulatorOutput);
    } finally {
      process.emit(signal);
      await ended;
    }
  } finally {
    output.restore();
  }
}

/** Returns ports with the variables that the emulator printed. */
export function portsOf({ env }: EmulatorOutput) {
  return { ...nodePorts(), env: (name: string) => env[name] };
}

/** Returns the variables of the emulator's endpoints. */
export function endpointsAt(url: string) {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_EKS: url,
    AWS_ENDPOINT_URL_EKS_AUTH: url,
    AWS_ENDPOINT_URL_STS: url,
  };
}
