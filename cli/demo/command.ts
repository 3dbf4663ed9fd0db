import process from "node:process";
import type { Command } from "commander";
import { print, style } from "../io/terminal.ts";
import { createNarrator } from "./narrator.ts";
import { setStage } from "./stage.ts";
import { tellStory } from "./story.ts";

/** Adds `podkey demo`: shows how a pod gets credentials and uses them, against the emulator, and checks each step. */
export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .summary("show how a pod gets AWS credentials and signs a call")
    .description(
      "Starts the emulator on a free port of this machine and shows each step: association, token, exchange, signed " +
        "call, role chaining, presigned URL, deletion, and a forged request. Needs no AWS account and no network. " +
        "Exits with 0 if every step was as expected.",
    )
    .action(runDemo);
}

async function runDemo(): Promise<void> {
  print(style("bold", "podkey demo: how a pod gets AWS credentials and uses them"));
  print(style("dim", "Everything runs on this machine, against an emulated AWS. Secrets are masked."));
  print();
  const narrator = createNarrator();
  const stage = await narrator.step("Start the emulator", setStage);
  try {
    await tellStory(stage, narrator);
    print();
    print(style("green", `All ${narrator.count()} steps checked.`));
    print("Without `endpoint` in createClient, the same functions call AWS.");
  } catch (error) {
    print();
    print(style("red", `The demo stopped: ${error instanceof Error ? error.message : String(error)}`));
    process.exitCode = 1;
  } finally {
    await stage.server.close();
  }
}
