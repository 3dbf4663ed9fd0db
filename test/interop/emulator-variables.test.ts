import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  endProcess,
  firstLines,
  plainEnvironment,
  runCommand,
  spawnPodkey,
} from "../node/cli/podkey-process.ts";
import { PYTHON } from "./boto3-process.ts";

const JAVASCRIPT = fileURLToPath(new URL("sdk-caller-identity.ts", import.meta.url));
const PYTHON_CODE = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"], end="")';

/** A developer's shell: its variables win over the emulator's, each in at least one SDK. */
const OTHER_ACCOUNT = {
  AWS_SESSION_TOKEN: "stale",
  AWS_SECURITY_TOKEN: "stale",
  AWS_CREDENTIAL_EXPIRATION: "2020-01-01T00:00:00Z",
  AWS_PROFILE: "production",
  AWS_DEFAULT_PROFILE: "production",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere",
  AWS_ROLE_ARN: "arn:aws:iam::444455556666:role/other",
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_USE_DUALSTACK_ENDPOINT: "true",
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
  AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9",
};

describe.each([
  ["podkey emulator", [], /^arn:aws:iam::111122223333:user\/podkey$/],
  [
    "podkey emulator --agent",
    ["--agent"],
    /^arn:aws:sts::111122223333:assumed-role\/pod\/eks-demo-default-0-/,
  ],
])("in a shell with another account's variables, the code that `%s` prints", (_command, args, arn) => {
  let emulator: ReturnType<typeof spawnPodkey>;
  let code = "";

  beforeAll(async () => {
    emulator = spawnPodkey(["emulator", "--port", "0", ...args]);
    code = (await firstLines(emulator, args.length === 0 ? 9 : 11)).join("\n");
  });

  afterAll(() => endProcess(emulator));

  it.each([
    ["the AWS SDK for JavaScript", [process.execPath, JAVASCRIPT]],
    ["boto3", [PYTHON, "-c", PYTHON_CODE]],
  ])("points %s at the emulator", async (_client, command) => {
    const script = 'eval "$1"; shift; exec "$@"';
    const env = plainEnvironment(OTHER_ACCOUNT);
    const { stdout, stderr } = await runCommand("sh", ["-c", script, "sh", code, ...command], env);
    expect(stderr).toBe("");
    expect(stdout).toMatch(arn);
  });
});
