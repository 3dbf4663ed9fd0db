import { describe, expect, test } from "vitest";
import { emulateAws, ROLE_ARN, readAssociation, readError } from "./emulated-aws.ts";
import { exchanged, withAssociation } from "./pod-exchange.ts";

describe("the propagation of associations to EKS Auth", () => {
  test("delays a creation, while EKS returns the new association at once", async () => {
    const aws = emulateAws({ consistencyDelayMs: 10_000 });
    const { associationId } = await readAssociation(await aws.createAssociation());
    const path = `/clusters/demo/pod-identity-associations/${associationId}`;
    expect((await aws.call("eks", path)).status).toBe(200);
    expect((await aws.exchange()).status).toBe(404);
    aws.clock.nowMs += 9999;
    expect((await aws.exchange()).status).toBe(404);
    aws.clock.nowMs += 1;
    expect((await aws.exchange()).status).toBe(200);
  });

  test("delays an update, and uses the old role until then", async () => {
    const aws = await withAssociation();
    aws.emulator.setConsistencyDelayMs(10_000);
    const listed = await aws.call("eks", "/clusters/demo/pod-identity-associations");
    const { associations } = (await listed.json()) as { associations: [{ associationId: string }] };
    const path = `/clusters/demo/pod-identity-associations/${associations[0].associationId}`;
    const body = JSON.stringify({ roleArn: `${ROLE_ARN}-2` });
    await aws.call("eks", path, { method: "POST", body });
    expect((await exchanged(aws)).assumedRoleUser.arn).toContain("/cart/");
    aws.clock.nowMs += 10_000;
    expect((await exchanged(aws)).assumedRoleUser.arn).toContain("/cart-2/");
  });

  test("delays a deletion, which also occupies the pair until then", async () => {
    const aws = emulateAws();
    const { associationId } = await readAssociation(await aws.createAssociation());
    aws.emulator.setConsistencyDelayMs(10_000);
    const path = `/clusters/demo/pod-identity-associations/${associationId}`;
    await aws.call("eks", path, { method: "DELETE" });
    expect((await aws.call("eks", path)).status).toBe(404);
    expect((await aws.exchange()).status).toBe(200);
    expect(await readError(await aws.createAssociation())).toMatchObject({
      code: "ResourceInUseException",
      message: `Association already exists: ${associationId}`,
    });
    aws.clock.nowMs += 10_000;
    expect((await aws.exchange()).status).toBe(404);
    expect((await aws.createAssociation()).status).toBe(200);
  });

  test("does not end sessions that were issued before the deletion", async () => {
    const aws = emulateAws();
    const { associationId } = await readAssociation(await aws.createAssociation());
    const { credentials } = await exchanged(aws);
    await aws.call("eks", `/clusters/demo/pod-identity-associations/${associationId}`, { method: "DELETE" });
    expect((await aws.callSts({ Action: "GetCallerIdentity" }, { keys: credentials })).status).toBe(200);
  });
});
