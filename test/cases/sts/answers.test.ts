import { describe, expect, it } from "vitest";
import { assumeRole, assumeRoleWithWebIdentity } from "../../../src/sts/assume-role.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { CREDENTIALS, queryErrorXml, ROLE_ARN, roleSessionXml } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { type FakeAnswer, json, text } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";

const ROLE = { roleArn: ROLE_ARN, roleSessionName: "podkey" };
const SESSION = {
  Credentials: {
    AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
    SecretAccessKey: CREDENTIALS.secretAccessKey,
    SessionToken: "example-session-token",
    Expiration: 1.772388e9,
  },
  AssumedRoleUser: {
    Arn: "arn:aws:sts::111122223333:assumed-role/checkout/podkey",
    AssumedRoleId: "AROA3XFRBF535EXAMPLE:podkey",
  },
};

function role(answer: FakeAnswer) {
  return assumeRole(clientThat(answer), ROLE);
}

function jsonSession(change: Record<string, unknown> = {}): FakeAnswer {
  return json({
    AssumeRoleResponse: { AssumeRoleResult: { ...SESSION, ...change }, ResponseMetadata: { RequestId: "a" } },
  });
}

describe("a response of STS", () => {
  it("in XML gives credentials, with the account of the role", async () => {
    const { credentials, assumedRoleUser } = await role(text(roleSessionXml("AssumeRole")));

    expect({ ...credentials }).toEqual({
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      secretAccessKey: CREDENTIALS.secretAccessKey,
      sessionToken: "example-session-token",
      expiration: new Date("2026-03-01T18:00:00Z"),
      accountId: "111122223333",
    });
    expect(assumedRoleUser).toEqual({
      arn: "arn:aws:sts::111122223333:assumed-role/checkout/podkey",
      assumedRoleId: "AROA3XFRBF535EXAMPLE:podkey",
    });
  });

  it("in XML has its entities decoded", async () => {
    const xml = roleSessionXml("AssumeRole").replace("example-session-token", "a&#43;b&amp;c&#x2F;d=");

    expect((await role(text(xml))).credentials.sessionToken).toBe("a+b&c/d=");
  });

  it.each([
    ["seconds", 1_772_388_000],
    ["seconds in exponent form", 1.772388e9],
    ["a text of seconds", "1772388000"],
    ["a text of seconds in exponent form", "1.772388E9"],
    ["an RFC 3339 time", "2026-03-01T18:00:00Z"],
    ["an RFC 3339 time with a fraction", "2026-03-01T18:00:00.000Z"],
  ])("in JSON may have its expiration as %s", async (_, Expiration) => {
    const { credentials } = await role(jsonSession({ Credentials: { ...SESSION.Credentials, Expiration } }));

    expect(credentials.expiration).toEqual(new Date("2026-03-01T18:00:00Z"));
  });

  it.each([
    ["an object", { toString: 1, valueOf: 1 }],
    ["a list", [6]],
    ["a text that is not a number", "six"],
  ])("in JSON is refused if its packedPolicySize is %s", async (_, PackedPolicySize) => {
    expect(await podkeyErrorOf(role(jsonSession({ PackedPolicySize })))).toMatchObject({
      code: "INVALID_RESPONSE",
      path: "PackedPolicySize",
    });
  });

  it("in JSON is returned without its members that are null", async () => {
    const session = await role(jsonSession({ PackedPolicySize: null, SourceIdentity: null }));

    expect(session).not.toHaveProperty("packedPolicySize");
    expect(session).not.toHaveProperty("sourceIdentity");
  });

  it.each([
    [
      "XML",
      text(
        roleSessionXml(
          "AssumeRole",
          "<PackedPolicySize>6</PackedPolicySize><SourceIdentity>alice</SourceIdentity>",
        ),
      ),
    ],
    ["JSON", jsonSession({ PackedPolicySize: 6, SourceIdentity: "alice" })],
  ])("in %s gives the packedPolicySize as a number and the sourceIdentity as text", async (_, answer) => {
    expect(await role(answer)).toMatchObject({ packedPolicySize: 6, sourceIdentity: "alice" });
  });

  it("keeps members that podkey does not know", async () => {
    expect(await role(jsonSession({ SessionTokenUtilization: 12 }))).toMatchObject({
      sessionTokenUtilization: 12,
    });
  });

  it("to AssumeRoleWithWebIdentity names the subject of the token", async () => {
    const more =
      "<SubjectFromWebIdentityToken>system:serviceaccount:shop:checkout</SubjectFromWebIdentityToken><Provider>example.com</Provider><Audience>sts.amazonaws.com</Audience>";
    const client = clientThat(text(roleSessionXml("AssumeRoleWithWebIdentity", more)));

    expect(await assumeRoleWithWebIdentity(client, { ...ROLE, webIdentityToken: "a.b.c" })).toMatchObject({
      subjectFromWebIdentityToken: "system:serviceaccount:shop:checkout",
      provider: "example.com",
      audience: "sts.amazonaws.com",
    });
  });

  it("to GetCallerIdentity in JSON names the signer", async () => {
    const GetCallerIdentityResult = { Account: "111122223333", Arn: ROLE_ARN, UserId: "AIDAEXAMPLE" };
    const client = clientThat(json({ GetCallerIdentityResponse: { GetCallerIdentityResult } }));

    expect(await getCallerIdentity(client)).toEqual({
      account: "111122223333",
      arn: ROLE_ARN,
      userId: "AIDAEXAMPLE",
    });
  });

  it.each([
    ["XML", text(queryErrorXml("AccessDenied", "not authorized"), 403)],
    [
      "JSON",
      json(
        {
          Error: { Code: "AccessDenied", Message: "not authorized" },
          RequestId: "c6104cbe-af31-11e0-8154-cbc7ccf896c7",
        },
        403,
      ),
    ],
  ])("in %s that is an error gives a code, a message and a request ID", async (_, answer) => {
    await expect(role(answer)).rejects.toMatchObject({
      code: "SERVICE",
      awsCode: "AccessDenied",
      awsMessage: "not authorized",
      requestId: "c6104cbe-af31-11e0-8154-cbc7ccf896c7",
      status: 403,
      service: "sts",
      operation: "AssumeRole",
    });
  });

  it("that is an HTML page with status 503 gives a retryable error", async () => {
    await expect(role(text("<html><br></html>", 503))).rejects.toMatchObject({
      awsCode: "Unknown",
      retryable: true,
    });
  });
});
