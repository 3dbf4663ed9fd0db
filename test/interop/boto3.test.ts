import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type EmulatorProcess,
  type FinishedCommand,
  plainEnvironment,
  runCommand,
  startEmulatorProcess,
} from "../node/cli/podkey-process.ts";
import { PYTHON } from "./boto3-process.ts";

const STORY = fileURLToPath(new URL("boto3_story.py", import.meta.url));

const CHECKS = [
  "is told who it is",
  "creates an association",
  "reads its times as aware datetimes",
  "raises ResourceInUseException with the existing id",
  "describes what it created",
  "pages through 121 associations without a duplicate",
  "filters by namespace",
  "tags and untags",
  "exchanges a pod's token and signs with what it got",
  "is told the association of the exchange",
  "sets a target role and gets an external id",
  "gets the target role for the same pod",
  "assumes a role and signs with what it got",
  "exchanges a web identity token and signs with what it got",
  "presigns GetCallerIdentity",
  "is refused with a changed presigned URL",
  "answers a delete with the association that is gone",
  "raises ResourceNotFoundException for it from then on",
  "raises ResourceNotFoundException of EKS Auth from then on",
];

describe("boto3, pointed at `podkey emulator` by its variables", () => {
  let emulator: EmulatorProcess;
  let story: FinishedCommand;

  beforeAll(async () => {
    emulator = await startEmulatorProcess();
    story = await runCommand(PYTHON, [STORY], plainEnvironment(emulator.env));
  });

  afterAll(() => emulator.stop());

  function lines(): unknown[] {
    return story.stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
  }

  it.each(CHECKS)("%s", (check) => {
    expect(lines()).toContainEqual({ check, passed: true });
  });

  it("tells its story to the end without an error", () => {
    expect(story.stderr).toBe("");
    expect(story.exitCode).toBe(0);
    expect(lines()).toHaveLength(CHECKS.length);
  });
});
