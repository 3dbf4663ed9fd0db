import { stdout } from "node:process";
import { print, style } from "../io/terminal.ts";

/** The output of `podkey emulator`. */
export interface EmulatorOutput {
  /** The URL of the emulator. */
  readonly url: string;
  readonly port: number;
  /** The variables that point an AWS SDK at the emulator. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables that must not be set, because SDKs prefer them to those in `env`. */
  readonly unset: readonly string[];
  /** The Pod Identity Agent, with `--agent`. */
  readonly agent?: { readonly url: string; readonly tokenFile: string };
  /** The administrator's keys, with `--agent`: `env` then holds none. */
  readonly administrator?: Readonly<Record<string, string>>;
}

/** Prints one line of JSON. */
export function printJson(output: EmulatorOutput): void {
  print(JSON.stringify(output));
}

/** Prints instructions on a terminal. Prints only shell code into a pipe, for `eval`. */
export function printWelcome(output: EmulatorOutput, clusters: readonly string[]): void {
  const { url, env, unset, agent, administrator = {} } = output;
  const lines = [
    `unset ${unset.join(" ")}`,
    ...Object.entries(env).map(([name, value]) => `export ${name}=${value}`),
  ];
  if (!stdout.isTTY) {
    print(lines.join("\n"));
    return;
  }
  const named = `the cluster${clusters.length > 1 ? "s" : ""} ${clusters.join(", ")}`;
  print(style("bold", `Emulated AWS at ${url}, with ${named}`));
  const instruction = agent
    ? "Run these lines in another terminal to make its AWS SDKs a pod:"
    : "Run these lines in another terminal to point its AWS SDKs and CLI at the emulator:";
  print(style("dim", instruction));
  print();
  for (const line of lines) print(`  ${style("cyan", line)}`);
  print();
  if (agent) {
    print(
      style("dim", `The Pod Identity Agent listens at ${agent.url}. To run one command as an administrator:`),
    );
    const keys = Object.entries(administrator).map(([name, value]) => `${name}=${value}`);
    print(`  ${style("cyan", [...keys, "aws …"].join(" "))}`);
  }
  print(
    style(
      "dim",
      "These keys are examples of AWS's documentation; AWS does not accept them. Press Ctrl-C to stop.",
    ),
  );
}
