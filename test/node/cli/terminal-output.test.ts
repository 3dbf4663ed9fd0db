import { stdout } from "node:process";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { check, createNarrator } from "../../../cli/demo/narrator.ts";
import { type EmulatorOutput, printJson, printWelcome } from "../../../cli/emulator/output.ts";
import { mask, style } from "../../../cli/io/terminal.ts";

const ENV = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566", AWS_REGION: "us-west-2" };
const OUTPUT: EmulatorOutput = {
  url: "http://127.0.0.1:4566",
  port: 4566,
  env: ENV,
  unset: ["AWS_PROFILE", "AWS_SESSION_TOKEN"],
};
const SHELL_CODE = [
  "unset AWS_PROFILE AWS_SESSION_TOKEN",
  "export AWS_ENDPOINT_URL=http://127.0.0.1:4566",
  "export AWS_REGION=us-west-2",
];

afterEach(() => {
  vi.restoreAllMocks();
});

/** Returns what a function prints, without styles. */
async function printed(run: () => unknown, isTTY = false): Promise<string[]> {
  const { isTTY: before } = stdout;
  Object.assign(stdout, { isTTY });
  let text = "";
  vi.spyOn(stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await run();
  } finally {
    vi.mocked(stdout.write).mockRestore();
    Object.assign(stdout, { isTTY: before });
  }
  return stripVTControlCharacters(text).split("\n").slice(0, -1);
}

describe("podkey emulator prints", () => {
  it("one line of JSON with --json", async () => {
    expect((await printed(() => printJson(OUTPUT))).map((line) => JSON.parse(line) as unknown)).toEqual([
      OUTPUT,
    ]);
  });

  it("shell code alone into a pipe", async () => {
    expect(await printed(() => printWelcome(OUTPUT, ["demo"]))).toEqual(SHELL_CODE);
  });

  it("instructions around the shell code on a terminal", async () => {
    const lines = await printed(() => printWelcome(OUTPUT, ["demo"]), true);

    expect(lines[0]).toBe("Emulated AWS at http://127.0.0.1:4566, with the cluster demo");
    expect(lines[1]).toContain("to point its AWS SDKs and CLI at the emulator");
    expect(lines.slice(2, -1)).toEqual(["", ...SHELL_CODE.map((line) => `  ${line}`), ""]);
    expect(lines.at(-1)).toContain("Press Ctrl-C to stop");
  });

  it("the names of several clusters, and the administrator's keys of a pod's emulator", async () => {
    const agent = { url: "http://127.0.0.1:9", tokenFile: "/tmp/token" };
    const administrator = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "example" };
    const output = { ...OUTPUT, agent, administrator };
    const lines = await printed(() => printWelcome(output, ["one", "two"]), true);

    expect(lines[0]).toContain("with the clusters one, two");
    expect(lines[1]).toContain("to make its AWS SDKs a pod");
    expect(lines.slice(-3)).toEqual([
      "The Pod Identity Agent listens at http://127.0.0.1:9. To run one command as an administrator:",
      "  AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=example aws …",
      expect.stringContaining("Press Ctrl-C to stop"),
    ]);
  });
});

describe("podkey demo prints", () => {
  it("the number, title and duration of each step, and then its lines", async () => {
    const narrator = createNarrator();
    const now = vi.spyOn(performance, "now");
    for (const ms of [1000, 1012.4, 2000, 2000.6]) now.mockReturnValueOnce(ms);
    const lines = await printed(async () => {
      const result = await narrator.step("First", async (say) => {
        say("done");
        return "result";
      });
      expect(result).toBe("result");
      await narrator.step("Second", async () => undefined);
    });

    expect(lines).toEqual([
      expect.stringMatching(/^✔ {2}1 First {68}12 ms$/),
      "     done",
      expect.stringMatching(/^✔ {2}2 Second {67}1 ms$/),
    ]);
    expect(narrator.count()).toBe(2);
  });

  it("a failed step and its lines, does not count it, and rethrows its error", async () => {
    const narrator = createNarrator();
    const failure = new Error("not so");
    const lines = await printed(async () => {
      const step = narrator.step("First", async (say) => {
        say("begun");
        throw failure;
      });
      await expect(step).rejects.toBe(failure);
    });

    expect(lines).toEqual(["✖  1 First", "     begun"]);
    expect(narrator.count()).toBe(0);
  });

  it("the claim that is false", () => {
    expect(() => check(false, "all is well")).toThrow("expected that all is well");
    expect(() => check(true, "all is well")).not.toThrow();
  });

  it("four characters of a secret and its length", () => {
    expect(mask("wJalrXUtnFEMI")).toBe("wJal… (13 characters)");
    expect(style("bold", "text")).toContain("text");
  });
});
