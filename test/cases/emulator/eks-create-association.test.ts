import { describe, expect, test } from "vitest";
import {
  emulateAws,
  PAIR,
  ROLE_ARN,
  readAssociation,
  readError,
  START_MS,
  TARGET_ROLE_ARN,
} from "./emulated-aws.ts";

const ASSOCIATIONS = "/clusters/demo/pod-identity-associations";

describe("CreatePodIdentityAssociation", () => {
  test("returns the association with times in epoch seconds and without absent members", async () => {
    const aws = emulateAws();
    aws.clock.nowMs = START_MS + 922;
    const response = await aws.createAssociation({ tags: { team: "web" } });
    const association = await readAssociation(response);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(association).toEqual({
      ...PAIR,
      clusterName: "demo",
      roleArn: ROLE_ARN,
      associationId: expect.stringMatching(/^a-[a-z0-9]+$/),
      associationArn: `arn:aws:eks:us-west-2:111122223333:podidentityassociation/demo/${association.associationId}`,
      tags: { team: "web" },
      createdAt: START_MS / 1000 + 0.922,
      modifiedAt: START_MS / 1000 + 0.922,
      disableSessionTags: false,
    });
  });

  test("answers 409 with the existing id when the service account has an association", async () => {
    const aws = emulateAws();
    const { associationId } = await readAssociation(await aws.createAssociation());
    expect(await readError(await aws.createAssociation({ roleArn: `${ROLE_ARN}-2` }))).toEqual({
      status: 409,
      code: "ResourceInUseException",
      message: `Association already exists: ${associationId}`,
    });
  });

  test("answers 404 for an unknown cluster", async () => {
    const { call } = emulateAws();
    const body = JSON.stringify({ ...PAIR, roleArn: ROLE_ARN });
    const response = await call("eks", "/clusters/other/pod-identity-associations", { method: "POST", body });
    expect(await readError(response)).toEqual({
      status: 404,
      code: "ResourceNotFoundException",
      message: "No cluster found for name: other.",
    });
  });

  test("finds no clusters in another region", async () => {
    const { call } = emulateAws();
    const options = { origin: "https://eks.eu-west-1.amazonaws.com", region: "eu-west-1" };
    expect((await call("eks", ASSOCIATIONS, options)).status).toBe(404);
  });

  test("creates one association for a repeated client request token", async () => {
    const aws = emulateAws();
    const first = await readAssociation(await aws.createAssociation({ clientRequestToken: "token-1" }));
    const second = await readAssociation(await aws.createAssociation({ clientRequestToken: "token-1" }));
    expect(second).toEqual(first);
  });

  test("refuses a client request token that was used with other parameters", async () => {
    const aws = emulateAws();
    await aws.createAssociation({ clientRequestToken: "token-1" });
    const response = await aws.createAssociation({ clientRequestToken: "token-1", namespace: "bank" });
    expect(await readError(response)).toMatchObject({
      status: 400,
      code: "InvalidRequestException",
      message: expect.stringContaining("already used with different parameters"),
    });
  });

  test("forgets a client request token after a day", async () => {
    const aws = emulateAws();
    const clientRequestToken = "token-1";
    await aws.createAssociation({ clientRequestToken });
    aws.clock.nowMs += 86_400_000;
    const later = await aws.createAssociation({ clientRequestToken, serviceAccount: "other" });
    expect(later.status).toBe(200);
  });

  test("creates a new association when that of the client request token was deleted", async () => {
    const aws = emulateAws();
    const first = await readAssociation(await aws.createAssociation({ clientRequestToken: "token-1" }));
    await aws.call("eks", `${ASSOCIATIONS}/${first.associationId}`, { method: "DELETE" });
    const second = await readAssociation(await aws.createAssociation({ clientRequestToken: "token-1" }));
    expect(second.associationId).not.toBe(first.associationId);
  });

  test("answers ResourceLimitExceededException when the cluster is full", async () => {
    const aws = emulateAws({ associationLimit: 1 });
    await aws.createAssociation();
    expect(await readError(await aws.createAssociation({ namespace: "bank" }))).toMatchObject({
      status: 400,
      code: "ResourceLimitExceededException",
    });
  });

  test("refuses a role until it exists", async () => {
    const aws = emulateAws();
    aws.emulator.setRole(ROLE_ARN, { exists: false });
    expect(await readError(await aws.createAssociation())).toEqual({
      status: 400,
      code: "InvalidParameterException",
      message: "Role provided in the request does not exist.",
    });
    aws.emulator.setRole(ROLE_ARN, { exists: true });
    expect((await aws.createAssociation()).status).toBe(200);
  });

  test("refuses to pass a role of another account", async () => {
    const aws = emulateAws();
    expect(await readError(await aws.createAssociation({ roleArn: TARGET_ROLE_ARN }))).toEqual({
      status: 403,
      code: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
    });
  });

  test.each([
    ["no namespace", { namespace: undefined }],
    ["an empty service account", { serviceAccount: "" }],
    ["no role", { roleArn: undefined }],
    ["a role ARN that is none", { roleArn: "cart" }],
    ["a target role ARN that is none", { targetRoleArn: "cart" }],
    ["a policy while session tags are on", { policy: "{}" }],
    ["a policy that is not JSON", { policy: "{", disableSessionTags: true }],
    ["an empty map of tags", { tags: {} }],
    ["a reserved tag key", { tags: { "AWS:team": "web" } }],
    ["a reserved tag value", { tags: { team: "aws:web" } }],
    ["a tag key of 129 characters", { tags: { ["k".repeat(129)]: "web" } }],
    ["a tag value of 257 characters", { tags: { team: "v".repeat(257) } }],
    ["51 tags", { tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, ""])) }],
  ])("answers InvalidParameterException for %s", async (_name, members) => {
    const aws = emulateAws();
    const response = await aws.createAssociation(members);
    expect(await readError(response)).toMatchObject({ status: 400, code: "InvalidParameterException" });
  });

  test.each([
    ["text that is not JSON", "{"],
    ["a list", "[]"],
    ["a role ARN that is a number", JSON.stringify({ ...PAIR, roleArn: 1 })],
    ["tags that are text", JSON.stringify({ ...PAIR, roleArn: ROLE_ARN, tags: "web" })],
    ["a flag that is text", JSON.stringify({ ...PAIR, roleArn: ROLE_ARN, disableSessionTags: "true" })],
  ])("answers SerializationException for %s", async (_name, body) => {
    const response = await emulateAws().call("eks", ASSOCIATIONS, { method: "POST", body });
    expect(await readError(response)).toMatchObject({ status: 400, code: "SerializationException" });
  });

  test("generates the external id of a target role", async () => {
    const association = await readAssociation(
      await emulateAws().createAssociation({ targetRoleArn: TARGET_ROLE_ARN }),
    );
    expect(association).toMatchObject({
      targetRoleArn: TARGET_ROLE_ARN,
      externalId: expect.stringMatching(/^.{8,}$/),
    });
  });
});
