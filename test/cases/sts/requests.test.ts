import { describe, expect, it } from "vitest";
import { createClient } from "../../../src/http/client.ts";
import { assumeRole, assumeRoleWithWebIdentity } from "../../../src/sts/assume-role.ts";
import { getCallerIdentity } from "../../../src/sts/caller-identity.ts";
import { CREDENTIALS, queryErrorXml, ROLE_ARN, roleSessionXml } from "../../support/aws-examples.ts";
import {
  bodyText,
  type FakeAnswer,
  fakeRuntime,
  type SentRequest,
  text,
} from "../../support/fake-runtime.ts";

const ROLE = { roleArn: ROLE_ARN, roleSessionName: "podkey" };
const ENCODED_ROLE = "arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fcheckout";
const CONTEXT_PROVIDER = "arn:aws:iam::aws:contextProvider/IdentityCenter";
const IDENTITY = text(
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/alice</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
);

function scene(...answers: readonly FakeAnswer[]) {
  const { ports, requests, clock } = fakeRuntime({ answers });
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports });
  const first = (): SentRequest => {
    const [request] = requests;
    if (!request) throw new Error("nothing was sent");
    return request;
  };
  return { client, clock, requests, first };
}

describe("a request to STS", () => {
  it("is a form that begins with the action and the version", async () => {
    const { client, first } = scene(IDENTITY);
    const identity = await getCallerIdentity(client);

    expect(first()).toMatchObject({ method: "POST", url: "https://sts.us-west-2.amazonaws.com/" });
    expect(first().headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(first().headers["authorization"]).toContain("/us-west-2/sts/aws4_request");
    expect(bodyText(first())).toBe("Action=GetCallerIdentity&Version=2011-06-15");
    expect(identity).toEqual({
      account: "111122223333",
      arn: "arn:aws:iam::111122223333:user/alice",
      userId: "AIDAEXAMPLE",
    });
  });

  it("holds only the members that the caller gave, without empty lists and maps", async () => {
    const { client, first } = scene(text(roleSessionXml("AssumeRole")));
    await assumeRole(client, { ...ROLE, policyArns: [], tags: {}, transitiveTagKeys: [] });

    expect(bodyText(first())).toBe(
      `Action=AssumeRole&Version=2011-06-15&RoleArn=${ENCODED_ROLE}&RoleSessionName=podkey`,
    );
  });

  it("numbers the items of lists, and names the ARN of a policy arn in lower case", async () => {
    const { client, first } = scene(text(roleSessionXml("AssumeRole")));
    await assumeRole(client, {
      ...ROLE,
      policyArns: ["arn:aws:iam::aws:policy/One", "arn:aws:iam::aws:policy/Two"],
      tags: { team: "shop & co", "cost centre": "" },
      transitiveTagKeys: ["team"],
    });
    const parameters = bodyText(first()).split("&");

    expect(parameters.slice(4)).toEqual([
      "PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FOne",
      "PolicyArns.member.2.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FTwo",
      "Tags.member.1.Key=team",
      "Tags.member.1.Value=shop%20%26%20co",
      "Tags.member.2.Key=cost%20centre",
      "Tags.member.2.Value=",
      "TransitiveTagKeys.member.1=team",
    ]);
  });

  it("holds every other member under its AWS name", async () => {
    const { client, first } = scene(text(roleSessionXml("AssumeRole")));
    await assumeRole(client, {
      ...ROLE,
      policy: '{"Action":"*"}',
      durationSeconds: 900,
      externalId: "a:b/c",
      serialNumber: "GAHT12345678",
      tokenCode: "012345",
      sourceIdentity: "alice",
      providedContexts: [{ providerArn: CONTEXT_PROVIDER, contextAssertion: "example-assertion" }],
    });

    expect(bodyText(first()).split("&").slice(4)).toEqual([
      "Policy=%7B%22Action%22%3A%22%2A%22%7D",
      "DurationSeconds=900",
      "ExternalId=a%3Ab%2Fc",
      "SerialNumber=GAHT12345678",
      "TokenCode=012345",
      "SourceIdentity=alice",
      "ProvidedContexts.member.1.ProviderArn=arn%3Aaws%3Aiam%3A%3Aaws%3AcontextProvider%2FIdentityCenter",
      "ProvidedContexts.member.1.ContextAssertion=example-assertion",
    ]);
  });

  it("for a web identity is not signed, and needs no credentials", async () => {
    const { ports, requests } = fakeRuntime({ answers: [text(roleSessionXml("AssumeRoleWithWebIdentity"))] });
    const client = createClient({ region: "us-west-2", ports });
    await assumeRoleWithWebIdentity(client, {
      ...ROLE,
      webIdentityToken: "a.b.c",
      providerId: "www.example.com",
    });
    const [request] = requests;

    expect(request?.url).toBe("https://sts.us-west-2.amazonaws.com/");
    expect(Object.keys(request?.headers ?? {})).toEqual(["content-type"]);
    expect(request && bodyText(request)).toBe(
      `Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=${ENCODED_ROLE}&RoleSessionName=podkey&WebIdentityToken=a.b.c&ProviderId=www.example.com`,
    );
  });

  it("for a web identity is retried if STS cannot reach the identity provider", async () => {
    const { client, clock, requests } = scene(
      text(queryErrorXml("IDPCommunicationError", "no answer"), 400),
      text(roleSessionXml("AssumeRoleWithWebIdentity")),
    );
    await clock.settle(assumeRoleWithWebIdentity(client, { ...ROLE, webIdentityToken: "a.b.c" }));

    expect(requests).toHaveLength(2);
  });

  it.each(["InvalidIdentityToken", "ExpiredTokenException", "IDPRejectedClaim", "AccessDenied"])(
    "for a web identity is not retried after %s",
    async (code) => {
      const { client, clock, requests } = scene(text(queryErrorXml(code, "no"), 400));
      const call = clock.settle(assumeRoleWithWebIdentity(client, { ...ROLE, webIdentityToken: "a.b.c" }));

      await expect(call).rejects.toMatchObject({ awsCode: code, retryable: false });
      expect(requests).toHaveLength(1);
    },
  );

  it("for AssumeRole is not retried after IDPCommunicationError", async () => {
    const { client, clock, requests } = scene(text(queryErrorXml("IDPCommunicationError", "no answer"), 400));

    await expect(clock.settle(assumeRole(client, ROLE))).rejects.toMatchObject({ retryable: false });
    expect(requests).toHaveLength(1);
  });
});
