import process from "node:process";
import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { addDemoCommand } from "../../../cli/demo/command.ts";
import { takeOutput } from "./in-process.ts";

const TIMEOUT_MS = 30_000;

/** Runs `podkey demo` in this process, and returns its lines and the exit code that it sets. */
async function runDemo() {
  const output = takeOutput();
  const { exitCode } = process;
  const program = new Command("podkey");
  addDemoCommand(program);
  try {
    await program.parseAsync(["demo"], { from: "user" });
    return { lines: output.lines, exitCode: process.exitCode };
  } finally {
    process.exitCode = exitCode;
    output.restore();
  }
}

describe("the command podkey demo", { timeout: TIMEOUT_MS }, () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("prints a heading, every step, and that all were checked, and stops its emulator", async () => {
    const { lines, exitCode } = await runDemo();

    expect(exitCode).toBeUndefined();
    expect(lines.slice(0, 3)).toEqual([
      "podkey demo: how a pod gets AWS credentials and uses them",
      "Everything runs on this machine, against an emulated AWS. Secrets are masked.",
      "",
    ]);
    expect(lines[3]).toMatch(/^✔ {2}1 Start the emulator +\d+ ms$/);
    expect(lines.slice(-3)).toEqual([
      "",
      "All 12 steps checked.",
      "Without `endpoint` in createClient, the same functions call AWS.",
    ]);
    const [url = ""] = /http:\/\/[\d.:]+/.exec(lines[4] ?? "") ?? [];
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  it("says why it stopped, and sets the exit code 1", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new Error("no network")));
    const { lines, exitCode } = await runDemo();

    expect(exitCode).toBe(1);
    expect(lines.slice(-3)).toEqual([
      expect.stringMatching(/^✖ {2}2 Associate/),
      "",
      expect.stringMatching(
        /^The demo stopped: eks CreatePodIdentityAssociation could not reach 127\.0\.0\.1/,
      ),
    ]);
  });
});
