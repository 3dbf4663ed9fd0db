import { describe, expect, test } from "vitest";
import type { EmulatedInstance } from "../../../src/emulator/index.ts";
import { type EmulatedAws, emulateAws, ROLE_ARN, readError, xmlElement } from "./emulated-aws.ts";

const INSTANCE = {
  instanceId: "i-1234567890abcdef0",
  hostname: "ip-10-0-0-1.us-west-2.compute.internal",
  availabilityZoneId: "usw2-az1",
  roleArn: ROLE_ARN,
} as const satisfies EmulatedInstance;
const TTL = "x-aws-ec2-metadata-token-ttl-seconds";
const ROLES = "/latest/meta-data/iam/security-credentials/";

function put(aws: EmulatedAws, headers: Record<string, string>, origin = "http://169.254.169.254") {
  return aws.emulator.fetch(`${origin}/latest/api/token`, { method: "PUT", headers });
}

async function get(aws: EmulatedAws, path: string, token?: string): Promise<Response> {
  const session = token ?? (await (await put(aws, { [TTL]: "60" })).text());
  return aws.emulator.fetch(`http://169.254.169.254${path}`, {
    headers: { "x-aws-ec2-metadata-token": session },
  });
}

async function credentials(aws: EmulatedAws): Promise<Record<string, string>> {
  return (await (await get(aws, `${ROLES}cart`)).json()) as Record<string, string>;
}

describe("the instance metadata service", () => {
  test.each([
    "http://169.254.169.254",
    "http://[fd00:ec2::254]",
    "http://127.0.0.1:8080",
    "http://localhost",
  ])("answers at %s", async (origin) => {
    const response = await put(emulateAws({ instance: INSTANCE }), { [TTL]: "21600" }, origin);
    expect(response.status).toBe(200);
    expect(response.headers.get(TTL)).toBe("21600");
    expect(await response.text()).toMatch(/^[\w-]{54}==$/);
  });

  test.each([
    ["/latest/meta-data/hostname", INSTANCE.hostname],
    ["/latest/meta-data/instance-id", INSTANCE.instanceId],
    ["/latest/meta-data/placement/availability-zone-id", "usw2-az1"],
    [ROLES, "cart"],
  ])("answers %s with %s", async (path, value) => {
    const response = await get(emulateAws({ instance: INSTANCE }), path);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toBe(value);
  });

  test.each([{}, { [TTL]: "0" }, { [TTL]: "21601" }, { [TTL]: "-1" }, { [TTL]: "1.5" }, { [TTL]: "soon" }])(
    "gives no token for %j",
    async (headers) => {
      const response = await put(emulateAws({ instance: INSTANCE }), headers);
      expect(response.status).toBe(400);
      expect(await response.text()).toContain("<title>400 - Bad Request</title>");
    },
  );

  test("refuses a token request from a proxy", async () => {
    const headers = { [TTL]: "60", "x-forwarded-for": "192.0.2.1" };
    expect((await put(emulateAws({ instance: INSTANCE }), headers)).status).toBe(403);
  });

  test("answers 401 without a token, for an unknown token, and for an expired token", async () => {
    const aws = emulateAws({ instance: INSTANCE });
    const path = "/latest/meta-data/instance-id";
    expect((await aws.emulator.fetch(`http://169.254.169.254${path}`)).status).toBe(401);
    expect((await get(aws, path, "unknown")).status).toBe(401);
    const token = await (await put(aws, { [TTL]: "60" })).text();
    aws.clock.nowMs += 59_999;
    expect((await get(aws, path, token)).status).toBe(200);
    aws.clock.nowMs += 1;
    expect((await get(aws, path, token)).status).toBe(401);
  });

  test("refuses earlier tokens after forgetMetadataTokens", async () => {
    const aws = emulateAws({ instance: INSTANCE });
    const token = await (await put(aws, { [TTL]: "60" })).text();
    aws.emulator.forgetMetadataTokens();
    expect((await get(aws, ROLES, token)).status).toBe(401);
  });

  test("answers 404 for metadata that the instance does not have", async () => {
    const aws = emulateAws({ instance: {} });
    for (const path of ["hostname", "instance-id", "placement/availability-zone-id", "toString", "mac"]) {
      expect((await get(aws, `/latest/meta-data/${path}`)).status).toBe(404);
    }
    expect((await get(aws, ROLES)).status).toBe(404);
    aws.emulator.setInstance(INSTANCE);
    expect((await get(aws, `${ROLES}other`)).status).toBe(404);
  });

  test("answers 404 without an instance, and 403 when metadata is disabled", async () => {
    const aws = emulateAws();
    expect((await put(aws, { [TTL]: "60" })).status).toBe(404);
    expect((await get(aws, ROLES, "any")).status).toBe(404);
    aws.emulator.setInstance({ ...INSTANCE, metadataEnabled: false });
    expect((await put(aws, { [TTL]: "60" })).status).toBe(403);
    aws.emulator.setInstance(undefined);
    expect((await put(aws, { [TTL]: "60" })).status).toBe(404);
  });

  test("answers an unknown path below /latest/ at any host with its page", async () => {
    const response = await emulateAws().emulator.fetch("http://127.0.0.1/latest/nothing");
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "text/html"]);
  });

  test("shares no paths with the other services", async () => {
    const aws = emulateAws({ instance: INSTANCE });
    expect((await get(aws, "/clusters/demo")).status).toBe(405);
    expect((await aws.call("eks", "/latest/api/token", { method: "PUT" })).status).toBe(405);
  });
});

describe("the credentials of an instance's role", () => {
  test("sign requests as a session of the role until they expire", async () => {
    const aws = emulateAws({ instance: INSTANCE });
    const body = await credentials(aws);
    expect(body).toEqual({
      Code: "Success",
      LastUpdated: "2015-08-30T12:36:00Z",
      Type: "AWS-HMAC",
      AccessKeyId: expect.stringMatching(/^ASIA/),
      SecretAccessKey: expect.any(String),
      Token: expect.any(String),
      Expiration: "2015-08-30T18:36:00Z",
    });
    const { AccessKeyId = "", SecretAccessKey = "", Token = "" } = body;
    const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
    const whoAmI = () => aws.callSts({ Action: "GetCallerIdentity" }, { keys });
    expect(xmlElement(await (await whoAmI()).text(), "Arn")).toBe(
      "arn:aws:sts::111122223333:assumed-role/cart/i-1234567890abcdef0",
    );
    expect(aws.emulator.session(AccessKeyId)?.roleArn).toBe(ROLE_ARN);
    aws.clock.nowMs += 21_600_000;
    expect(await readError(await whoAmI())).toMatchObject({ status: 403, code: "ExpiredToken" });
  });

  test("stay the same until five minutes before they expire", async () => {
    const aws = emulateAws({ instance: { ...INSTANCE, credentialTtlSeconds: 3600 } });
    const first = await credentials(aws);
    aws.clock.nowMs += 3_299_999;
    expect(await credentials(aws)).toEqual(first);
    aws.clock.nowMs += 1;
    expect((await credentials(aws))["AccessKeyId"]).not.toBe(first["AccessKeyId"]);
  });

  test("are replaced by an error code when the role does not trust EC2", async () => {
    const aws = emulateAws({ instance: INSTANCE });
    aws.emulator.setRole(ROLE_ARN, { trusts: ["pods.eks.amazonaws.com"] });
    expect(await credentials(aws)).toMatchObject({ Code: "AssumeRoleUnauthorizedAccess" });
    aws.emulator.setRole(ROLE_ARN, { trusts: ["ec2.amazonaws.com"] });
    expect(await credentials(aws)).toMatchObject({ Code: "Success" });
  });

  test("are missing for a role that does not exist", async () => {
    const aws = emulateAws({ instance: INSTANCE });
    aws.emulator.setRole(ROLE_ARN, { exists: false });
    expect((await get(aws, ROLES)).status).toBe(404);
  });
});
