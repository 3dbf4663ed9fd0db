import { describe, expect, it } from "vitest";
import { fromInstanceMetadata } from "../../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { createClient } from "../../../../src/http/client.ts";
import { getCallerIdentity } from "../../../../src/sts/caller-identity.ts";
import { INSTANCE, onInstance } from "../../../support/on-instance.ts";
import { errorOf, podkeyErrorOf } from "../../../support/rejection.ts";
import { HOUR_MS } from "../../../support/time.ts";

const OTHER_ROLE_ARN = "arn:aws:iam::111122223333:role/other";
const FIRST = ["PutMetadataToken", "ListInstanceRoles", "GetInstanceRoleCredentials"];
const NEXT = "GetInstanceRoleCredentials";

function scene(...given: Parameters<typeof onInstance>) {
  const machine = onInstance(...given);
  return { ...machine, provider: fromInstanceMetadata({ ports: machine.ports }) };
}

describe("fromInstanceMetadata", () => {
  it("returns credentials of the instance's role that sign a call", async () => {
    const { provider, ports } = scene();
    const credentials = await provider();

    expect(credentials).toMatchObject({ expiration: new Date("2026-03-01T18:00:00Z") });
    expect(Object.keys(credentials).toSorted()).toEqual([
      "accessKeyId",
      "expiration",
      "secretAccessKey",
      "sessionToken",
    ]);
    const client = createClient({ region: "us-west-2", credentials: provider, ports });
    expect((await getCallerIdentity(client)).arn).toBe(
      "arn:aws:sts::111122223333:assumed-role/checkout/i-1234567890abcdef0",
    );
  });

  it("requests a token for six hours, and sends it with each read", async () => {
    const { provider, emulator } = scene();
    await provider();

    const [put, ...reads] = emulator.requests;
    expect(put).toMatchObject({ method: "PUT", path: "/latest/api/token", host: "169.254.169.254" });
    expect(put?.headers).toMatchObject({ "x-aws-ec2-metadata-token-ttl-seconds": "21600" });
    expect(reads.map(({ path }) => path)).toEqual([
      "/latest/meta-data/iam/security-credentials/",
      "/latest/meta-data/iam/security-credentials/checkout",
    ]);
    for (const { headers } of reads) expect(headers["x-aws-ec2-metadata-token"]).toMatch(/^[\w-]+==$/);
  });

  it("keeps token and role name, and reads the credentials for each call", async () => {
    const { provider, operations } = scene();
    await provider();
    await provider();

    expect(operations()).toEqual([...FIRST, NEXT]);
  });

  it("renews the token two minutes before it expires", async () => {
    const { provider, operations, clock } = scene();
    await provider();
    clock.advance(6 * HOUR_MS - 120_001);
    await provider();
    expect(operations()).toEqual([...FIRST, NEXT]);
    clock.advance(1);
    await provider();

    expect(operations()).toEqual([...FIRST, NEXT, "PutMetadataToken", NEXT]);
  });

  it("replaces a refused token once", async () => {
    const { provider, emulator, operations } = scene();
    await provider();
    emulator.forgetMetadataTokens();
    await provider();

    expect(operations()).toEqual([...FIRST, NEXT, "PutMetadataToken", NEXT]);
    expect(emulator.requests.map(({ status }) => status)).toEqual([200, 200, 200, 401, 200, 200]);
  });

  it("throws if the new token is refused too, and starts over at the next call", async () => {
    const { provider, emulator, operations } = scene();
    emulator.injectFault({
      operation: "ListInstanceRoles",
      kind: "error",
      status: 401,
      code: "No",
      times: 2,
    });

    expect(await errorOf(provider(), "SERVICE")).toMatchObject({
      status: 401,
      retryable: false,
      service: "instance-metadata",
      operation: "GetRoleName",
    });
    expect(operations()).toHaveLength(4);
    expect(await provider()).toHaveProperty("sessionToken");
    expect(operations().slice(4)).toEqual(FIRST);
  });

  it("reads the role name again after the instance got another role", async () => {
    const { provider, emulator, operations } = scene();
    const { accessKeyId } = await provider();
    emulator.setInstance({ ...INSTANCE, roleArn: OTHER_ROLE_ARN });
    const changed = await provider();

    expect(emulator.session(accessKeyId)?.roleArn).toBe(INSTANCE.roleArn);
    expect(emulator.session(changed.accessKeyId)?.roleArn).toBe(OTHER_ROLE_ARN);
    expect(operations()).toEqual([...FIRST, NEXT, "ListInstanceRoles", NEXT]);
  });

  it("asks only for the role in roleName, even after the instance got another one", async () => {
    const { ports, emulator, operations } = onInstance();
    const provider = fromInstanceMetadata({ ports, roleName: "checkout" });
    await provider();
    emulator.setInstance({ ...INSTANCE, roleArn: OTHER_ROLE_ARN });

    const error = await errorOf(provider(), "SERVICE");
    expect(error).toMatchObject({ status: 404, operation: "GetRoleCredentials" });
    expect(error.message).toContain("no credentials of the role checkout");
    expect(operations()).toEqual(["PutMetadataToken", NEXT, NEXT]);
  });

  it("throws a 404 that names the missing instance profile", async () => {
    const { provider } = scene({ instanceId: INSTANCE.instanceId });

    const error = await errorOf(provider(), "SERVICE");
    expect(error).toMatchObject({
      status: 404,
      awsCode: "NotFound",
      operation: "GetRoleName",
      retryable: false,
    });
    expect(error.message).toContain("attach an instance profile");
  });

  it("throws a 403 that says that metadata is turned off", async () => {
    const { provider } = scene({ ...INSTANCE, metadataEnabled: false });

    const error = await errorOf(provider(), "SERVICE");
    expect(error).toMatchObject({ status: 403, operation: "GetToken" });
    expect(error.message).toContain("turned off");
  });

  it("throws EC2's own reason for missing credentials", async () => {
    const { provider, emulator } = scene();
    emulator.setRole(INSTANCE.roleArn, { trusts: false });

    expect(await errorOf(provider(), "SERVICE")).toMatchObject({
      status: 200,
      awsCode: "AssumeRoleUnauthorizedAccess",
      awsMessage: "EC2 cannot assume the role checkout.",
    });
  });

  it.each([
    ["truncated", "GetInstanceRoleCredentials"],
    ["html", "GetInstanceRoleCredentials"],
    ["empty", "GetInstanceRoleCredentials"],
    ["html", "ListInstanceRoles"],
    ["empty", "ListInstanceRoles"],
    ["html", "PutMetadataToken"],
    ["empty", "PutMetadataToken"],
  ] as const)("rejects a body that is %s as the response to %s", async (body, operation) => {
    const { provider, emulator } = scene();
    emulator.injectFault({ operation, kind: "malformedBody", body });

    expect(await podkeyErrorOf(provider())).toMatchObject({ code: "INVALID_RESPONSE", path: "the body" });
    expect(await provider()).toHaveProperty("sessionToken");
  });

  it.each(["PutMetadataToken", "ListInstanceRoles", "GetInstanceRoleCredentials"])(
    "does not follow a redirect of %s",
    async (operation) => {
      const { provider, emulator } = scene();
      emulator.injectFault({ operation, kind: "redirect", location: "http://example.com/" });

      expect(await errorOf(provider(), "INVALID_RESPONSE")).toMatchObject({ path: "the status" });
      expect(emulator.requests.at(-1)).toMatchObject({ operation, host: "169.254.169.254" });
    },
  );

  it("does not send the token of one endpoint to another", async () => {
    const env: Record<string, string> = {};
    const { provider, emulator, operations } = scene(INSTANCE, env);
    await provider();
    env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1338/";
    await provider();

    expect(operations().slice(3)).toEqual(["PutMetadataToken", NEXT]);
    const [, , , ...later] = emulator.requests;
    expect(later.map(({ host }) => host)).toEqual(["127.0.0.1:1338", "127.0.0.1:1338"]);
  });
});
