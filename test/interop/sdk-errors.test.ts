import * as eksSdk from "@aws-sdk/client-eks";
import * as stsSdk from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROLE_ARN } from "../support/aws-examples.ts";
import { rejectionOf } from "../support/rejection.ts";
import {
  eksErrors,
  type FailingCall,
  injectErrorOf,
  type Precedents,
  setPrecedents,
  stsErrors,
} from "./modelled-errors.ts";
import { type ServedEmulator, serveEmulator } from "./served-emulator.ts";

type Class = new (input: object) => object;

const NOTHING: Precedents = { ownedId: "", podToken: "", expiredPodToken: "", expiredWebToken: "" };

/** The names of operations and errors. Tests are declared before the emulator starts. */
const EKS_CASES = eksErrors(NOTHING).map(nameOf);
const STS_CASES = stsErrors(NOTHING).map(nameOf);

function nameOf({ operation, exception }: FailingCall, index: number): [string, string, number] {
  return [exception, operation, index];
}

describe("errors of the emulator in the AWS SDK for JavaScript", () => {
  const clock = { offsetMs: 0 };
  let served: ServedEmulator;
  let precedents: Precedents;

  beforeAll(async () => {
    served = await serveEmulator({ now: () => Date.now() + clock.offsetMs, associationLimit: 1 });
    precedents = await setPrecedents(served, clock);
  });

  afterAll(() => served.close());

  async function expectFailure(
    sdk: typeof eksSdk | typeof stsSdk,
    call: FailingCall | undefined,
  ): Promise<void> {
    if (call === undefined) throw new Error("there is no such case");
    const client = "EKSClient" in sdk ? sdk.EKSClient : sdk.STSClient;
    const CommandClass = Reflect.get(sdk, `${call.operation}Command`) as Class;
    const sender = new client({ ...served.settings, maxAttempts: 1 }) as {
      send(command: object): Promise<unknown>;
    };
    injectErrorOf(served, call);
    const error = await rejectionOf(sender.send(new CommandClass(call.input)));
    expect(error).toBeInstanceOf(Reflect.get(sdk, call.exception));
    expect(error).toMatchObject({ name: call.exception, $metadata: { httpStatusCode: call.status } });
    expect((error as Error).message).not.toBe("");
  }

  it.each(EKS_CASES)("raises %s of EKS %s as its own class", async (_exception, _operation, index) => {
    await expectFailure(eksSdk, eksErrors(precedents)[index]);
  });

  it.each(STS_CASES)("raises %s of STS %s as its own class", async (_exception, _operation, index) => {
    await expectFailure(stsSdk, stsErrors(precedents)[index]);
  });

  it("raises an error that STS does not model as the service's exception with its code", async () => {
    served.emulator.setRole(`${ROLE_ARN}-closed`, { trusts: false });
    const sts = new stsSdk.STSClient(served.settings);
    const input = { RoleArn: `${ROLE_ARN}-closed`, RoleSessionName: "interop" };
    const error = await rejectionOf(sts.send(new stsSdk.AssumeRoleCommand(input)));
    expect(error).toBeInstanceOf(stsSdk.STSServiceException);
    expect(error).toMatchObject({ name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
  });

  it("is retried by the SDK after IDPCommunicationError", async () => {
    const operation = "AssumeRoleWithWebIdentity";
    const code = "IDPCommunicationError";
    served.emulator.injectFault({ kind: "error", operation, status: 400, code, times: 1 });
    const WebIdentityToken = await served.emulator.issueToken({
      clusterName: "demo",
      namespace: "shop",
      serviceAccount: "checkout",
      audience: "sts.amazonaws.com",
    });
    const input = { RoleArn: ROLE_ARN, RoleSessionName: "interop", WebIdentityToken };
    const sts = new stsSdk.STSClient(served.settings);
    const { $metadata } = await sts.send(new stsSdk.AssumeRoleWithWebIdentityCommand(input));
    expect($metadata.attempts).toBe(2);
  });
});
