#!/usr/bin/env node
import { argv, exit, stderr } from "node:process";
import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };

/** Adds each command, in the order of the help. A command is loaded when it is named, so that it starts without the others. */
const COMMANDS = new Map<string, (program: Command) => Promise<void>>([
  ["demo", async (to) => (await import("./demo/command.ts")).addDemoCommand(to)],
  ["emulator", async (to) => (await import("./emulator/command.ts")).addEmulatorCommand(to)],
  ["agent", async (to) => (await import("./agent/command.ts")).addAgentCommand(to)],
]);
const VERSION_FLAGS = ["-V", "--version"];

const program = new Command("podkey")
  .description(
    "AWS credentials from the identity that a program already has. Demo and emulator need no AWS account.",
  )
  .version(manifest.version)
  .showHelpAfterError("Run with --help to see the commands and options.")
  .addHelpText(
    "after",
    `
Examples:
  $ podkey demo                        see a pod's identity work, from association to signed call
  $ podkey emulator --port 4566        serve a fake AWS to any SDK on this machine
  $ podkey agent --cluster-name demo   serve pods credentials, as the EKS Pod Identity Agent does
`,
  );

try {
  const [, , word = ""] = argv;
  const named = COMMANDS.get(word);
  if (named) await named(program);
  else if (!VERSION_FLAGS.includes(word)) for (const add of COMMANDS.values()) await add(program);
  await program.parseAsync();
} catch (error) {
  stderr.write(`podkey: ${error instanceof Error ? error.message : String(error)}\n`);
  exit(1);
}
