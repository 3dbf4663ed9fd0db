import { describe, expect, test } from "vitest";
import { assume, assumed, OTHER_ROLE_ARN } from "./assumed-role.ts";
import { emulateAws, ROLE_ARN, readError } from "./emulated-aws.ts";

describe("role chaining", () => {
  const TEAM = {
    "Tags.member.1.Key": "team",
    "Tags.member.1.Value": "web",
    "TransitiveTagKeys.member.1": "team",
  };

  test("inherits transitive tags and the source identity", async () => {
    const aws = emulateAws();
    const first = await assumed(aws, {
      ...TEAM,
      "Tags.member.2.Key": "stage",
      "Tags.member.2.Value": "test",
      SourceIdentity: "alice",
    });
    const second = await assumed(
      aws,
      { RoleArn: OTHER_ROLE_ARN, "Tags.member.1.Key": "job", "Tags.member.1.Value": "nightly" },
      first,
    );
    expect(aws.emulator.session(second.accessKeyId)).toMatchObject({
      tags: { team: "web", job: "nightly" },
      transitiveTagKeys: ["team"],
      sourceIdentity: "alice",
      chained: true,
    });
  });

  test("refuses a tag that an inherited transitive tag sets", async () => {
    const aws = emulateAws();
    const first = await assumed(aws, TEAM);
    const response = await assume(aws, { "Tags.member.1.Key": "TEAM", "Tags.member.1.Value": "data" }, first);
    expect(await readError(response)).toMatchObject({
      status: 400,
      code: "InvalidParameterValue",
      message: expect.stringContaining("conflicts with a transitive tag key from the calling session"),
    });
  });

  test("is limited to one hour, even if the role's maximum is longer", async () => {
    const aws = emulateAws();
    const first = await assumed(aws);
    aws.emulator.setRole(OTHER_ROLE_ARN, { maxSessionDurationSeconds: 43_200 });
    expect(
      await readError(await assume(aws, { RoleArn: OTHER_ROLE_ARN, DurationSeconds: "3601" }, first)),
    ).toEqual({
      status: 400,
      code: "ValidationError",
      message:
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    });
  });

  test("succeeds if the trust policy names the calling role", async () => {
    const aws = emulateAws();
    aws.emulator.setRole(OTHER_ROLE_ARN, { trusts: [ROLE_ARN] });
    expect((await assume(aws, { RoleArn: OTHER_ROLE_ARN })).status).toBe(403);
    await assumed(aws, { RoleArn: OTHER_ROLE_ARN }, await assumed(aws));
  });
});
