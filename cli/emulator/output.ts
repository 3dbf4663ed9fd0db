import { stdout } from "node:process";
import { print, style } from "../io/terminal.ts";

/** What a running emulator tells its user. */
export interface EmulatorOutput {
  readonly url: string;
  readonly port: number;
  /** The variables that point an AWS SDK at it. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables that would win over those. */
  readonly unset?: readonly string[];
  /** The agent, if there is one. */
  readonly agent?: { readonly url: string; readonly tokenFile: string };
  /** The keys of who may do everything, where `env` has none. */
  readonly administrator?: Readonly<Record<string, string>>;
}

/** Prints one line of JSON. */
export function printJson(output: EmulatorOutput): void {
  print(JSON.stringify(output));
}

/** In a pipe the output is shell code alone, for `eval`. */
export function printWelcome(output: EmulatorOutput, clusters: readonly string[]): void {
  const { url, env, unset = [], agent, administrator = {} } = output;
  const lines = [
    ...(unset.length > 0 ? [`unset ${unset.join(" ")}`] : []),
    ...Object.entries(env).map(([name, value]) => `export ${name}=${value}`),
  ];
  if (!stdout.isTTY) {
    print(lines.join("\n"));
    return;
  }
  const named = `the cluster${clusters.length > 1 ? "s" : ""} ${clusters.join(", ")}`;
  print(style("bold", `A fake AWS at ${url}, with ${named}`));
  const whom = agent
    ? "To make any AWS SDK of another terminal a pod of it:"
    : "To point any AWS SDK or CLI of another terminal at it:";
  print(style("dim", whom));
  print();
  for (const line of lines) print(`  ${style("cyan", line)}`);
  print();
  if (agent) {
    print(
      style(
        "dim",
        `The Pod Identity Agent is at ${agent.url}. To be an administrator instead, for one command:`,
      ),
    );
    const keys = Object.entries(administrator).map(([name, value]) => `${name}=${value}`);
    print(`  ${style("cyan", [...keys, "aws …"].join(" "))}`);
  }
  print(style("dim", "These keys are AWS's documentation values and open nothing else. Ctrl-C ends it."));
}
