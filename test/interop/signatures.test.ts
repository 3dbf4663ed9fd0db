import { EKSClient, ListPodIdentityAssociationsCommand } from "@aws-sdk/client-eks";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../src/http/client.ts";
import { assumeRole } from "../../src/sts/assume-role.ts";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { rejectionOf } from "../support/rejection.ts";
import { startBoto3 } from "./boto3-process.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";

const WRONG_SECRET = { secretAccessKey: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY" };

describe("the emulator's signature verifier", () => {
  let served: ServedEmulator;

  beforeAll(async () => {
    served = await serveEmulator();
  });

  afterAll(() => served.close());

  function settingsWith(
    more: Partial<{ accessKeyId: string; secretAccessKey: string; sessionToken: string }>,
  ) {
    const { settings } = served;
    return { ...settings, maxAttempts: 1, credentials: { ...settings.credentials, ...more } };
  }

  async function errorOfSts(settings: ReturnType<typeof settingsWith>): Promise<unknown> {
    return rejectionOf(new STSClient(settings).send(new GetCallerIdentityCommand({})));
  }

  it("refuses the SDK's STS call with a wrong secret as SignatureDoesNotMatch", async () => {
    const error = await errorOfSts(settingsWith(WRONG_SECRET));
    expect(error).toMatchObject({ name: "SignatureDoesNotMatch", $metadata: { httpStatusCode: 403 } });
  });

  it("refuses the SDK's EKS call with a wrong secret as InvalidSignatureException", async () => {
    const eks = new EKSClient(settingsWith(WRONG_SECRET));
    const call = eks.send(new ListPodIdentityAssociationsCommand({ clusterName: "demo" }));
    const error = await rejectionOf(call);
    expect(error).toMatchObject({ name: "InvalidSignatureException", $metadata: { httpStatusCode: 403 } });
  });

  it("refuses an access key that it does not know", async () => {
    const error = await errorOfSts(settingsWith({ accessKeyId: "AKIAI44QH8DHBEXAMPLE" }));
    expect(error).toMatchObject({ name: "InvalidClientTokenId" });
  });

  it("refuses a signature for another region", async () => {
    const error = await errorOfSts({ ...settingsWith({}), region: "eu-west-1" });
    expect(error).toMatchObject({ name: "SignatureDoesNotMatch" });
    expect((error as Error).message).toContain("valid region");
  });

  it("refuses role credentials with another session's token", async () => {
    const client = createClient(served.settings);
    const assume = () => assumeRole(client, { roleArn: ROLE_ARN, roleSessionName: "interop" });
    const { accessKeyId, secretAccessKey } = (await assume()).credentials;
    const { sessionToken = "" } = (await assume()).credentials;
    const error = await errorOfSts(settingsWith({ accessKeyId, secretAccessKey, sessionToken }));
    expect(error).toMatchObject({ name: "InvalidClientTokenId" });
  });

  it("refuses boto3 with a wrong secret with the error that boto3 expects", async () => {
    const boto3 = startBoto3({ ...served, settings: settingsWith(WRONG_SECRET) });
    const sts = await boto3.call("sts", "GetCallerIdentity", {});
    expect(sts).toMatchObject({ exception: "ClientError", code: "SignatureDoesNotMatch", status: 403 });
    const eks = await boto3.call("eks", "ListPodIdentityAssociations", { clusterName: "demo" });
    expect(eks).toMatchObject({ code: "InvalidSignatureException", status: 403 });
    await boto3.close();
  });

  it("accepts paths and queries that each client escapes differently", async () => {
    const input = { clusterName: "demo", namespace: "a b*c~d'(é)&=+/", serviceAccount: "%2F ?#" };
    const eks = new EKSClient(served.settings);
    const { associations } = await eks.send(new ListPodIdentityAssociationsCommand(input));
    expect(associations).toEqual([]);
    const boto3 = startBoto3(served);
    const answer = await boto3.call("eks", "ListPodIdentityAssociations", input);
    expect(answer.result).toMatchObject({ associations: [] });
    const described = await boto3.call("eks", "DescribePodIdentityAssociation", {
      clusterName: "demo",
      associationId: "a b*c~d'(é)&=+",
    });
    expect(described).toMatchObject({ exception: "ResourceNotFoundException" });
    await boto3.close();
  });
});
