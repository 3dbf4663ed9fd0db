import {
  type AssumeRoleForPodIdentityInput,
  assumeRoleForPodIdentity,
} from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { assumeRole, assumeRoleWithWebIdentity } from "../../src/sts/assume-role.ts";
import type { AssumeRoleInput, AssumeRoleWithWebIdentityInput } from "../../src/sts/requests.ts";
import { ROLE_ARN } from "./aws-examples.ts";
import { type BadInput, clientThat, untyped } from "./bad-input.ts";
import { unsignedToken } from "./unsigned-token.ts";

const LONG_ARN = `arn:aws:iam::111122223333:policy/${"p".repeat(2048)}`;
const CONTEXT = {
  providerArn: "arn:aws:iam::aws:contextProvider/IdentityCenter",
  contextAssertion: "example-assertion",
};

function podIdentity(name: string, change: Record<string, unknown>): BadInput {
  const input = { clusterName: "demo", token: unsignedToken(), ...change };
  const run = () =>
    assumeRoleForPodIdentity(clientThat(undefined), untyped<AssumeRoleForPodIdentityInput>(input));
  return {
    name: `to exchange a token with ${name}`,
    run,
    code: "INVALID_REQUEST",
    facts: { field: Object.keys(change)[0], operation: "AssumeRoleForPodIdentity" },
  };
}

function role(name: string, change: Record<string, unknown>, field = Object.keys(change)[0]): BadInput {
  const input = { roleArn: ROLE_ARN, roleSessionName: "podkey", ...change };
  const run = () => assumeRole(clientThat(undefined), untyped<AssumeRoleInput>(input));
  return {
    name: `to assume a role with ${name}`,
    run,
    code: "INVALID_REQUEST",
    facts: { field, operation: "AssumeRole" },
  };
}

function webIdentity(name: string, change: Record<string, unknown>): BadInput {
  const input = { roleArn: ROLE_ARN, roleSessionName: "podkey", webIdentityToken: "token", ...change };
  const run = () =>
    assumeRoleWithWebIdentity(clientThat(undefined), untyped<AssumeRoleWithWebIdentityInput>(input));
  return {
    name: `a web identity with ${name}`,
    run,
    code: "INVALID_REQUEST",
    facts: { field: Object.keys(change)[0], operation: "AssumeRoleWithWebIdentity" },
  };
}

/** Requests to EKS Auth and STS that must be refused before they are sent. */
export const BAD_TOKEN_REQUESTS: readonly BadInput[] = [
  podIdentity("a malformed cluster name", { clusterName: "de mo" }),
  podIdentity("an empty token", { token: "" }),
  podIdentity("a token of two parts", { token: "header.payload" }),
  podIdentity("a token and a line break", { token: `${unsignedToken()}\n` }),
  podIdentity("a token that is not a string", { token: 5 }),
  podIdentity("a zone that is not a string", { zone: 5 }),
  role("a malformed role", { roleArn: "checkout" }),
  role("a session name of one character", { roleSessionName: "p" }),
  role("a session name of 65 characters", { roleSessionName: "p".repeat(65) }),
  role("a space in the session name", { roleSessionName: "pod key" }),
  role("899 seconds", { durationSeconds: 899 }),
  role("43201 seconds", { durationSeconds: 43_201 }),
  role("half a second", { durationSeconds: 900.5 }),
  role("an empty policy", { policy: "" }),
  role("eleven policy ARNs", { policyArns: Array.from({ length: 11 }, () => `${ROLE_ARN}-policy`) }),
  role("a policy ARN of 19 characters", { policyArns: ["arn:aws:iam::aws:po"] }, "policyArns.0"),
  role("a policy ARN that is too long", { policyArns: [LONG_ARN] }, "policyArns.0"),
  role("an external id of one character", { externalId: "1" }),
  role("an external id of 1225 characters", { externalId: "1".repeat(1225) }),
  role("an exclamation mark in the external id", { externalId: "id!" }),
  role("a source identity with a reserved prefix", { sourceIdentity: "aws:alice" }),
  role("a source identity of 65 characters", { sourceIdentity: "a".repeat(65) }),
  role("a serial number of eight characters", { serialNumber: "12345678" }),
  role("a token code of five digits", { tokenCode: "12345" }),
  role("a token code of seven digits", { tokenCode: "0123456" }),
  role("a token code of letters", { tokenCode: "abcdef" }),
  role("51 transitive keys", { transitiveTagKeys: Array.from({ length: 51 }, (_, index) => `key-${index}`) }),
  role("an empty transitive key", { transitiveTagKeys: [""] }, "transitiveTagKeys.0"),
  role("no provided contexts", { providedContexts: [] }),
  role("six provided contexts", { providedContexts: Array.from({ length: 6 }, () => CONTEXT) }),
  role(
    "a provided context without a provider",
    { providedContexts: [{ ...CONTEXT, providerArn: "" }] },
    "providedContexts.0.providerArn",
  ),
  role(
    "an assertion of three characters",
    { providedContexts: [{ ...CONTEXT, contextAssertion: "abc" }] },
    "providedContexts.0.contextAssertion",
  ),
  role("a reserved tag", { tags: { "aws:team": "shop" } }),
  role("an empty tag key", { tags: { "": "shop" } }),
  webIdentity("a malformed role", { roleArn: "arn:aws:sts::111122223333:assumed-role/checkout/podkey" }),
  webIdentity("a token of three characters", { webIdentityToken: "abc" }),
  webIdentity("a token of 20001 characters", { webIdentityToken: "t".repeat(20_001) }),
  webIdentity("a line break in the token", { webIdentityToken: "header.pay\nload.signature" }),
  webIdentity("an empty policy", { policy: "" }),
  webIdentity("a provider of 2049 characters", { providerId: "p".repeat(2049) }),
  webIdentity("a policy of 2049 characters", { policy: `{"Id":"${"x".repeat(2040)}"}` }),
  webIdentity("a provider of three characters", { providerId: "abc" }),
];
