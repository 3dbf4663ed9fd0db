import { Sha256 } from "@aws-crypto/sha256-js";
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EmulatorProcess, startEmulatorProcess } from "../node/cli/podkey-process.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { stubEnvironment } from "./sdk-environment.ts";
import { requestToken } from "./token-request.ts";

const SESSION_ARN = "arn:aws:sts::111122223333:assumed-role/checkout/interop";
const ASSUME = { RoleArn: ROLE_ARN, RoleSessionName: "interop" };

/** Calls STS with credentials that it issued. */
async function callerOf(issued: Credentials | undefined): Promise<string | undefined> {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = issued ?? {};
  const sts = new STSClient({
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
  });
  return (await sts.send(new GetCallerIdentityCommand({}))).Arn;
}

describe("client-sts of the AWS SDK for JavaScript, pointed at `podkey emulator` by its variables", () => {
  let emulator: EmulatorProcess;
  let sts: STSClient;

  beforeAll(async () => {
    emulator = await startEmulatorProcess();
    stubEnvironment(emulator.env);
    sts = new STSClient({});
  });

  afterAll(async () => {
    vi.unstubAllEnvs();
    await emulator.stop();
  });

  it("reads its own identity", async () => {
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: "111122223333",
      Arn: "arn:aws:iam::111122223333:user/podkey",
      UserId: "AIDACKCEVSQ6C2EXAMPLE",
    });
  });

  it("assumes a role and signs with its credentials", async () => {
    const { AssumedRoleUser, Credentials, SourceIdentity } = await sts.send(
      new AssumeRoleCommand({
        ...ASSUME,
        DurationSeconds: 900,
        ExternalId: "7f3c",
        SourceIdentity: "jane@example.com",
        Tags: [{ Key: "cost center", Value: "7/a+b=c" }],
        TransitiveTagKeys: ["cost center"],
      }),
    );
    expect(AssumedRoleUser?.Arn).toBe(SESSION_ARN);
    expect(SourceIdentity).toBe("jane@example.com");
    const livesMs = (Credentials?.Expiration?.getTime() ?? 0) - Date.now();
    expect(livesMs).toBeGreaterThan(840_000);
    expect(livesMs).toBeLessThanOrEqual(900_000);
    expect(await callerOf(Credentials)).toBe(SESSION_ARN);
  });

  it("exchanges a token of the cluster's issuer and signs with the credentials", async () => {
    const token = await requestToken(emulator.url, "sts.amazonaws.com");
    const session = await sts.send(
      new AssumeRoleWithWebIdentityCommand({ ...ASSUME, WebIdentityToken: token }),
    );
    expect(session.AssumedRoleUser?.Arn).toBe(SESSION_ARN);
    expect(session.SubjectFromWebIdentityToken).toBe("system:serviceaccount:shop:checkout");
    expect(session.Audience).toBe("sts.amazonaws.com");
    expect(session.Provider).toContain("arn:aws:iam::111122223333:oidc-provider/");
    expect(await callerOf(session.Credentials)).toBe(SESSION_ARN);
  });

  it("presigns GetCallerIdentity for a client without credentials", async () => {
    const { host, hostname, port } = new URL(emulator.url);
    const signer = new SignatureV4({
      service: "sts",
      region: "us-west-2",
      credentials: sts.config.credentials,
      sha256: Sha256,
    });
    const presigned = await signer.presign(
      {
        method: "GET",
        protocol: "http:",
        hostname,
        port: Number(port),
        path: "/",
        headers: { host },
        query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
      },
      { expiresIn: 60 },
    );
    const url = new URL(emulator.url);
    url.search = new URLSearchParams(presigned.query as Record<string, string>).toString();
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("<Arn>arn:aws:iam::111122223333:user/podkey</Arn>");
    url.searchParams.set("X-Amz-Expires", "61");
    expect((await fetch(url)).status).toBe(403);
  });
});
