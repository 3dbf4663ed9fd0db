import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Client, createClient } from "../../src/http/client.ts";
import { assumeRole, assumeRoleWithWebIdentity } from "../../src/sts/assume-role.ts";
import { getCallerIdentity } from "../../src/sts/caller-identity.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";
import { expectSameRequest } from "./wire-form.ts";

const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
const POLICY_ARNS = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/team/shop"];
const WEB_IDENTITY_TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl==";

describe("the requests of podkey beside those of client-sts for the same input", () => {
  let served: ServedEmulator;
  let sts: STSClient;
  let client: Client;

  beforeAll(async () => {
    served = await serveEmulator();
    sts = new STSClient(served.settings);
    client = createClient(served.settings);
  });

  afterAll(() => served.close());

  it("are equal for AssumeRole with the required members", async () => {
    await expectSameRequest(served, {
      ours: () => assumeRole(client, { roleArn: ROLE_ARN, roleSessionName: "jane@example.com" }),
      theirs: () =>
        sts.send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: "jane@example.com" })),
    });
  });

  it("are equal for AssumeRole with every member", async () => {
    await expectSameRequest(served, {
      ours: () =>
        assumeRole(client, {
          roleArn: ROLE_ARN,
          roleSessionName: "interop",
          policyArns: POLICY_ARNS,
          policy: POLICY,
          durationSeconds: 900,
          tags: { "cost center": "7/a+b=c", Größe: "naïve @ ~" },
          transitiveTagKeys: ["cost center", "Größe"],
          externalId: "arn:aws/x=1,2.3@4-5+6",
          serialNumber: "arn:aws:iam::111122223333:mfa/jane",
          tokenCode: "012345",
          sourceIdentity: "jane+1=a,b",
        }),
      theirs: () =>
        sts.send(
          new AssumeRoleCommand({
            RoleArn: ROLE_ARN,
            RoleSessionName: "interop",
            PolicyArns: POLICY_ARNS.map((arn) => ({ arn })),
            Policy: POLICY,
            DurationSeconds: 900,
            Tags: [
              { Key: "cost center", Value: "7/a+b=c" },
              { Key: "Größe", Value: "naïve @ ~" },
            ],
            TransitiveTagKeys: ["cost center", "Größe"],
            ExternalId: "arn:aws/x=1,2.3@4-5+6",
            SerialNumber: "arn:aws:iam::111122223333:mfa/jane",
            TokenCode: "012345",
            SourceIdentity: "jane+1=a,b",
          }),
        ),
    });
  });

  it("are equal for AssumeRoleWithWebIdentity with every member", async () => {
    await expectSameRequest(served, {
      ours: () =>
        assumeRoleWithWebIdentity(client, {
          roleArn: ROLE_ARN,
          roleSessionName: "interop",
          webIdentityToken: WEB_IDENTITY_TOKEN,
          providerId: "www.example.com",
          policyArns: POLICY_ARNS,
          policy: POLICY,
          durationSeconds: 900,
        }),
      theirs: () =>
        sts.send(
          new AssumeRoleWithWebIdentityCommand({
            RoleArn: ROLE_ARN,
            RoleSessionName: "interop",
            WebIdentityToken: WEB_IDENTITY_TOKEN,
            ProviderId: "www.example.com",
            PolicyArns: POLICY_ARNS.map((arn) => ({ arn })),
            Policy: POLICY,
            DurationSeconds: 900,
          }),
        ),
    });
  });

  it("are equal for GetCallerIdentity", async () => {
    await expectSameRequest(served, {
      ours: () => getCallerIdentity(client),
      theirs: () => sts.send(new GetCallerIdentityCommand({})),
    });
  });
});
