import { describe, expect, it } from "vitest";
import { assumeRole, assumeRoleWithWebIdentity } from "../../../src/sts/assume-role.ts";
import type { AssumeRoleInput, AssumeRoleWithWebIdentityInput } from "../../../src/sts/requests.ts";
import { ROLE_ARN, roleSessionXml } from "../../support/aws-examples.ts";
import { clientThat } from "../../support/bad-input.ts";
import { text } from "../../support/fake-runtime.ts";

const ROLE = { roleArn: ROLE_ARN, roleSessionName: "podkey" };
const CONTEXT = { providerArn: "arn:aws:iam::aws:con", contextAssertion: "abcd" };

function times<T>(length: number, item: T): T[] {
  return Array.from({ length }, () => item);
}

const ROLES: readonly (readonly [name: string, change: Partial<AssumeRoleInput>])[] = [
  ["a session name of 2 characters", { roleSessionName: "pk" }],
  ["a session name of 64 characters", { roleSessionName: "p".repeat(64) }],
  ["a duration of 900 seconds", { durationSeconds: 900 }],
  ["a duration of 43,200 seconds", { durationSeconds: 43_200 }],
  ["a policy of one character", { policy: "x" }],
  ["ten policy ARNs", { policyArns: times(10, "arn:aws:iam::aws:pol") }],
  ["a policy ARN of 2048 characters", { policyArns: ["p".repeat(2048)] }],
  ["an external id of 2 characters", { externalId: "id" }],
  ["an external id of 1224 characters", { externalId: "1".repeat(1224) }],
  ["a source identity of 2 characters", { sourceIdentity: "al" }],
  ["a serial number of 9 characters", { serialNumber: "123456789" }],
  ["a serial number of 256 characters", { serialNumber: "1".repeat(256) }],
  ["50 transitive keys of 128 characters", { transitiveTagKeys: times(50, "k".repeat(128)) }],
  ["a transitive key of one character", { transitiveTagKeys: ["k"] }],
  ["one provided context with the shortest texts", { providedContexts: [CONTEXT] }],
  ["five provided contexts", { providedContexts: times(5, CONTEXT) }],
];

const WEB_IDENTITIES: readonly (readonly [name: string, change: Partial<AssumeRoleWithWebIdentityInput>])[] =
  [
    ["a token of 4 characters", { webIdentityToken: "abcd" }],
    ["a token of 20,000 characters", { webIdentityToken: "t".repeat(20_000) }],
    ["a policy of one character", { policy: "x" }],
    ["a policy of 2048 characters", { policy: "x".repeat(2048) }],
    ["a provider of 4 characters", { providerId: "abcd" }],
    ["a provider of 2048 characters", { providerId: "p".repeat(2048) }],
  ];

describe("at the limits of AWS", () => {
  it.each(ROLES)("AssumeRole is sent with %s", async (_, change) => {
    const client = clientThat(text(roleSessionXml("AssumeRole")));

    expect(await assumeRole(client, { ...ROLE, ...change })).toHaveProperty("credentials");
  });

  it.each(WEB_IDENTITIES)("AssumeRoleWithWebIdentity is sent with %s", async (_, change) => {
    const client = clientThat(text(roleSessionXml("AssumeRoleWithWebIdentity")));
    const input = { ...ROLE, webIdentityToken: "token", ...change };

    expect(await assumeRoleWithWebIdentity(client, input)).toHaveProperty("credentials");
  });
});
