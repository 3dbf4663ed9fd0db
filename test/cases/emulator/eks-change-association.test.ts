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

async function withAssociation(members: Record<string, unknown> = {}) {
  const aws = emulateAws();
  const created = await readAssociation(await aws.createAssociation(members));
  const update = (changes: Record<string, unknown>) =>
    aws.call("eks", `${ASSOCIATIONS}/${created.associationId}`, {
      method: "POST",
      body: JSON.stringify(changes),
    });
  return { aws, created, update };
}

describe("DescribePodIdentityAssociation", () => {
  test("returns the association, and answers 404 for an unknown id", async () => {
    const aws = emulateAws();
    const created = await readAssociation(await aws.createAssociation());
    const described = await readAssociation(
      await aws.call("eks", `${ASSOCIATIONS}/${created.associationId}`),
    );
    expect(described).toEqual(created);
    expect(await readError(await aws.call("eks", `${ASSOCIATIONS}/a-missing`))).toMatchObject({
      status: 404,
      code: "ResourceNotFoundException",
    });
  });

  test("does not find an association of another cluster", async () => {
    const aws = emulateAws({ clusters: ["demo", "other"] });
    const { associationId } = await readAssociation(await aws.createAssociation());
    const response = await aws.call("eks", `/clusters/other/pod-identity-associations/${associationId}`);
    expect(response.status).toBe(404);
  });
});

describe("UpdatePodIdentityAssociation", () => {
  test("changes only the role and `modifiedAt`", async () => {
    const { aws, created, update } = await withAssociation();
    aws.clock.nowMs += 5000;
    const updated = await readAssociation(await update({ roleArn: `${ROLE_ARN}-2` }));
    expect(updated).toEqual({ ...created, roleArn: `${ROLE_ARN}-2`, modifiedAt: START_MS / 1000 + 5 });
  });

  test("removes target role, external id and policy when they are set to an empty string", async () => {
    const { update } = await withAssociation({
      targetRoleArn: TARGET_ROLE_ARN,
      policy: "{}",
      disableSessionTags: true,
    });
    const updated = await readAssociation(await update({ targetRoleArn: "", policy: "" }));
    expect(updated["targetRoleArn"]).toBeUndefined();
    expect(updated["externalId"]).toBeUndefined();
    expect(updated["policy"]).toBeUndefined();
  });

  test("keeps the external id when the target role changes", async () => {
    const { created, update } = await withAssociation({ targetRoleArn: TARGET_ROLE_ARN });
    const updated = await readAssociation(await update({ targetRoleArn: `${TARGET_ROLE_ARN}-2` }));
    expect(updated["externalId"]).toBe(created["externalId"]);
  });

  test("ignores tags, which an update cannot change", async () => {
    const { update } = await withAssociation({ tags: { team: "web" } });
    const updated = await readAssociation(await update({ tags: { team: "data" }, disableSessionTags: true }));
    expect(updated).toMatchObject({ tags: { team: "web" }, disableSessionTags: true });
  });

  test("refuses to enable session tags while the association has a policy", async () => {
    const { update } = await withAssociation({ policy: "{}", disableSessionTags: true });
    expect(await readError(await update({ disableSessionTags: false }))).toMatchObject({
      code: "InvalidParameterException",
    });
  });

  test("refuses an update that changes nothing", async () => {
    const { update } = await withAssociation();
    expect(await readError(await update({}))).toMatchObject({
      status: 400,
      code: "InvalidParameterException",
    });
  });

  test("refuses a role that does not exist", async () => {
    const { aws, update } = await withAssociation();
    aws.emulator.setRole(`${ROLE_ARN}-2`, { exists: false });
    expect(await readError(await update({ roleArn: `${ROLE_ARN}-2` }))).toMatchObject({
      message: "Role provided in the request does not exist.",
    });
  });

  test("updates once for a repeated client request token", async () => {
    const { aws, update } = await withAssociation();
    const change = { disableSessionTags: true, clientRequestToken: "token-1" };
    const first = await readAssociation(await update(change));
    aws.clock.nowMs += 5000;
    expect(await readAssociation(await update(change))).toEqual(first);
    expect(await readError(await update({ ...change, disableSessionTags: false }))).toMatchObject({
      code: "InvalidRequestException",
    });
  });

  test("answers 404 for an unknown id, and 405 for PUT", async () => {
    const { aws, created } = await withAssociation();
    const body = JSON.stringify({ disableSessionTags: true });
    expect((await aws.call("eks", `${ASSOCIATIONS}/a-missing`, { method: "POST", body })).status).toBe(404);
    const put = await aws.call("eks", `${ASSOCIATIONS}/${created.associationId}`, { method: "PUT", body });
    expect(put.status).toBe(405);
  });
});

describe("DeletePodIdentityAssociation", () => {
  test("returns the deleted association, and answers 404 the second time", async () => {
    const aws = emulateAws();
    const created = await readAssociation(await aws.createAssociation());
    const path = `${ASSOCIATIONS}/${created.associationId}`;
    const response = await aws.call("eks", path, { method: "DELETE" });
    expect(response.status).toBe(200);
    expect(await readAssociation(response)).toEqual(created);
    expect((await aws.call("eks", path, { method: "DELETE" })).status).toBe(404);
  });

  test("allows a new association for the same service account", async () => {
    const aws = emulateAws();
    const { associationId } = await readAssociation(await aws.createAssociation());
    await aws.call("eks", `${ASSOCIATIONS}/${associationId}`, { method: "DELETE" });
    expect((await aws.createAssociation()).status).toBe(200);
  });
});

describe("an association that an add-on owns", () => {
  test("shows its owner and can be neither updated nor deleted", async () => {
    const aws = emulateAws();
    const ownerArn = "arn:aws:eks:us-west-2:111122223333:addon/demo/aws-ebs-csi-driver/11223344";
    const { associationId } = aws.emulator.addAddonAssociation({
      ...PAIR,
      clusterName: "demo",
      roleArn: ROLE_ARN,
      ownerArn,
    });
    const path = `${ASSOCIATIONS}/${associationId}`;
    expect(await readAssociation(await aws.call("eks", path))).toMatchObject({ ownerArn });
    const body = JSON.stringify({ disableSessionTags: true });
    for (const options of [{ method: "DELETE" }, { method: "POST", body }]) {
      const error = await readError(await aws.call("eks", path, options));
      expect(error).toMatchObject({ status: 400, code: "InvalidRequestException" });
    }
  });
});
