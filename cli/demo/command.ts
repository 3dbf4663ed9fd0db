import process from "node:process";
import type { Command } from "commander";
import { print, style } from "../io/terminal.ts";
import { createNarrator } from "./narrator.ts";
import { setStage } from "./stage.ts";
import { tellStory } from "./story.ts";

/** Adds `podkey demo`: the main job from beginning to end, against the emulator, every step checked. */
export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .summary("see a pod's identity work, from association to signed call")
    .description(
      "Starts the emulator on a free port of this machine and plays a pod's identity through it: association, token, " +
        "exchange, signed call, role chaining, presigned URL, deletion, and a forged signature. Needs no AWS account " +
        "and no network. Ends with exit code 0 only if every step was checked.",
    )
    .action(runDemo);
}

async function runDemo(): Promise<void> {
  print(style("bold", "podkey demo: how a pod gets AWS credentials, and what it can do with them"));
  print(style("dim", "Everything is on this machine: an emulator stands for AWS. Secrets are masked."));
  print();
  const narrator = createNarrator();
  const stage = await narrator.step("Start the emulator", setStage);
  try {
    await tellStory(stage, narrator);
    print();
    print(style("green", `All ${narrator.count()} steps checked.`));
    print("Leave out `endpoint` in createClient, and the same functions call AWS.");
  } catch (error) {
    print();
    print(style("red", `The demo stopped: ${error instanceof Error ? error.message : String(error)}`));
    process.exitCode = 1;
  } finally {
    await stage.server.close();
  }
}
