import { describe, expect, test } from "vitest";
import { assume, assumed, OTHER_ROLE_ARN } from "./assumed-role.ts";
import { emulateAws, ROLE_ARN, readError, START_MS, xmlElement } from "./emulated-aws.ts";

describe("AssumeRole", () => {
  test("returns the modelled elements as XML, with the request id in header and body", async () => {
    const response = await assume(emulateAws());
    const xml = await response.text();
    expect(response.headers.get("content-type")).toBe("text/xml");
    expect(xml).toContain('<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">');
    expect(xmlElement(xml, "Arn")).toBe("arn:aws:sts::111122223333:assumed-role/cart/test");
    expect(xmlElement(xml, "AssumedRoleId")).toMatch(/^AROA[A-Z2-7]{17}:test$/);
    expect(xmlElement(xml, "Expiration")).toBe("2015-08-30T13:36:00Z");
    expect(xmlElement(xml, "RequestId")).toBe(response.headers.get("x-amzn-requestid"));
    expect(xml).not.toContain("PackedPolicySize");
  });

  test("returns JSON with a numeric expiration to a caller that accepts JSON", async () => {
    const aws = emulateAws();
    const parameters = { Action: "AssumeRole", RoleArn: ROLE_ARN, RoleSessionName: "test" };
    const response = await aws.callSts(parameters, { headers: { accept: "application/json" } });
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject({
      AssumeRoleResponse: {
        AssumeRoleResult: { Credentials: { Expiration: START_MS / 1000 + 3600 } },
        ResponseMetadata: { RequestId: response.headers.get("x-amzn-requestid") },
      },
    });
  });

  test("omits the path of the role in the assumed-role ARN", async () => {
    const { xml } = await assumed(emulateAws(), { RoleArn: OTHER_ROLE_ARN });
    expect(xmlElement(xml, "Arn")).toBe("arn:aws:sts::111122223333:assumed-role/checkout/test");
  });

  test("reads its parameters from the query string of a GET", async () => {
    const aws = emulateAws();
    const query = new URLSearchParams({ Action: "AssumeRole", RoleArn: ROLE_ARN, RoleSessionName: "test" });
    expect((await aws.call("sts", `/?${query}`)).status).toBe(200);
  });

  test.each<[string, Record<string, string>, string]>([
    ["a short session name", { RoleSessionName: "x" }, "greater than or equal to 2"],
    ["a long session name", { RoleSessionName: "x".repeat(65) }, "less than or equal to 64"],
    ["a session name with a space", { RoleSessionName: "a b" }, "[\\w+=,.@-]*"],
    ["a short role ARN", { RoleArn: "arn:aws:iam" }, "'roleArn'"],
    ["a role ARN that is none", { RoleArn: "arn:aws:s3:::bucket/with-a-long-name" }, "is invalid"],
    ["a short external id", { ExternalId: "x" }, "'externalId'"],
    ["a duration below 15 minutes", { DurationSeconds: "899" }, "greater than or equal to 900"],
    ["a duration above 12 hours", { DurationSeconds: "43201" }, "less than or equal to 43200"],
    ["a duration above the role's maximum", { DurationSeconds: "3601" }, "MaxSessionDuration"],
    ["a token code of five digits", { SerialNumber: "GAHT12345678", TokenCode: "12345" }, "'tokenCode'"],
    ["a short source identity", { SourceIdentity: "x" }, "'sourceIdentity'"],
    ["a tag key that is empty", { "Tags.member.1.Key": "", "Tags.member.1.Value": "" }, "Tag key"],
    [
      "a tag value that is too long",
      { "Tags.member.1.Key": "k", "Tags.member.1.Value": "v".repeat(257) },
      "Tag value",
    ],
    ["a policy ARN that is none", { "PolicyArns.member.1.arn": "x".repeat(20) }, "ARN is not valid"],
  ])("answers ValidationError for %s", async (_name, parameters, text) => {
    expect(await readError(await assume(emulateAws(), parameters))).toEqual({
      status: 400,
      code: "ValidationError",
      message: expect.stringContaining(text),
    });
  });

  test("lists every violation, with null for a missing parameter", async () => {
    const response = await emulateAws().callSts({ Action: "AssumeRole" });
    expect((await readError(response)).message).toBe(
      "2 validation errors detected: " +
        "Value null at 'roleArn' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    );
  });

  test("allows longer sessions of a role with a longer maximum", async () => {
    const aws = emulateAws();
    aws.emulator.setRole(ROLE_ARN, { maxSessionDurationSeconds: 43_200 });
    expect((await assumed(aws, { DurationSeconds: "43200" })).expiration).toBe("2015-08-31T00:36:00Z");
  });

  test("records tags, policies and source identity of the session", async () => {
    const aws = emulateAws();
    const { accessKeyId, xml } = await assumed(aws, {
      "Tags.member.1.Key": "team",
      "Tags.member.1.Value": "web / data",
      "Tags.member.2.Key": "stage",
      "Tags.member.2.Value": "",
      "TransitiveTagKeys.member.1": "team",
      "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
      Policy: '{"Version":"2012-10-17"}',
      SourceIdentity: "alice",
    });
    expect(aws.emulator.session(accessKeyId)).toMatchObject({
      roleArn: ROLE_ARN,
      sessionName: "test",
      tags: { team: "web / data", stage: "" },
      transitiveTagKeys: ["team"],
      policy: '{"Version":"2012-10-17"}',
      policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      sourceIdentity: "alice",
      chained: false,
      expiresAtMs: START_MS + 3_600_000,
    });
    expect(xmlElement(xml, "SourceIdentity")).toBe("alice");
    expect(xmlElement(xml, "PackedPolicySize")).toBe("4");
  });

  test("accepts ten policy ARNs, and refuses eleven", async () => {
    const arns = Array.from({ length: 11 }, (_, index) => [
      `PolicyArns.member.${index + 1}.arn`,
      `arn:aws:iam::aws:policy/Read${index}`,
    ]);
    expect((await assume(emulateAws(), Object.fromEntries(arns.slice(0, 10)))).status).toBe(200);
    expect(await readError(await assume(emulateAws(), Object.fromEntries(arns)))).toMatchObject({
      code: "ValidationError",
      message: expect.stringContaining("'policyArns'"),
    });
  });

  test("accepts empty lists as the AWS SDKs serialise them", async () => {
    expect((await assume(emulateAws(), { PolicyArns: "", Tags: "" })).status).toBe(200);
  });

  test("answers different errors for a malformed and for a too large policy", async () => {
    const aws = emulateAws();
    expect(await readError(await assume(aws, { Policy: "{" }))).toMatchObject({
      status: 400,
      code: "MalformedPolicyDocument",
    });
    const Policy = JSON.stringify({ Sid: "x".repeat(2100) });
    expect(await readError(await assume(aws, { Policy }))).toMatchObject({
      status: 400,
      code: "PackedPolicyTooLarge",
      message: expect.stringMatching(/^Packed policy consumes 10\d% of allotted space/),
    });
  });

  test.each<[string, Record<string, string>]>([
    ["two tag keys that differ in case only", { "Tags.member.1.Key": "team", "Tags.member.2.Key": "Team" }],
    ["a reserved tag key", { "Tags.member.1.Key": "aws:team" }],
    ["a transitive key that is no tag", { "TransitiveTagKeys.member.1": "team" }],
  ])("refuses %s", async (_name, parameters) => {
    expect(await readError(await assume(emulateAws(), parameters))).toMatchObject({
      status: 400,
      code: "InvalidParameterValue",
    });
  });

  test.each([
    ["does not exist", { exists: false }],
    ["trusts nobody", { trusts: false }],
    ["trusts others only", { trusts: ["444455556666"] }],
    ["asks for an external id", { requiredExternalId: "demo-id" }],
  ])("answers AccessDenied when the role %s", async (_name, settings) => {
    const aws = emulateAws();
    aws.emulator.setRole(ROLE_ARN, settings);
    expect(await readError(await assume(aws))).toEqual({
      status: 403,
      code: "AccessDenied",
      message: `User: arn:aws:iam::111122223333:user/podkey is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`,
    });
  });

  test("succeeds with the required external id and for a trusted account", async () => {
    const aws = emulateAws();
    aws.emulator.setRole(ROLE_ARN, { requiredExternalId: "demo-id", trusts: ["111122223333"] });
    await assumed(aws, { ExternalId: "demo-id" });
  });
});
