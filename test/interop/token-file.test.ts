import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type EmulatorProcess,
  plainEnvironment,
  runCommand,
  startEmulatorProcess,
} from "../node/cli/podkey-process.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { PYTHON } from "./boto3-process.ts";
import { stubEnvironment } from "./sdk-environment.ts";
import { requestToken } from "./token-request.ts";

const SESSION_ARN = "arn:aws:sts::111122223333:assumed-role/checkout/interop";
const WHO_AM_I = 'import boto3; print(boto3.client("sts").get_caller_identity()["Arn"])';

describe("an SDK's own credential chain in a pod with IAM roles for service accounts", () => {
  let emulator: EmulatorProcess;
  let folder: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    emulator = await startEmulatorProcess();
    folder = await mkdtemp(join(tmpdir(), "podkey-token-"));
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, await requestToken(emulator.url, "sts.amazonaws.com"));
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...endpoints } = emulator.env;
    env = {
      ...endpoints,
      AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
      AWS_ROLE_ARN: ROLE_ARN,
      AWS_ROLE_SESSION_NAME: "interop",
    };
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await emulator.stop();
    await rm(folder, { recursive: true });
  });

  it("gets credentials of the role in the AWS SDK for JavaScript", async () => {
    stubEnvironment(env);
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe(SESSION_ARN);
  });

  it("gets credentials of the role in boto3", async () => {
    const { stdout, stderr } = await runCommand(PYTHON, ["-c", WHO_AM_I], plainEnvironment(env));
    expect(stderr).toBe("");
    expect(stdout.trim()).toBe(SESSION_ARN);
  });
});
