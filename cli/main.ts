#!/usr/bin/env node
import { exit, stderr } from "node:process";
import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { addAgentCommand } from "./agent/command.ts";
import { addDemoCommand } from "./demo/command.ts";
import { addEmulatorCommand } from "./emulator/command.ts";

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

addDemoCommand(program);
addEmulatorCommand(program);
addAgentCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  stderr.write(`podkey: ${error instanceof Error ? error.message : String(error)}\n`);
  exit(1);
}
