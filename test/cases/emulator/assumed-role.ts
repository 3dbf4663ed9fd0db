import { expect } from "vitest";
import { type EmulatedAws, ROLE_ARN, xmlElement } from "./emulated-aws.ts";
import type { SigningKeys } from "./foreign-signer.ts";

export const OTHER_ROLE_ARN = "arn:aws:iam::111122223333:role/team/checkout";

/** Calls AssumeRole. */
export function assume(
  aws: EmulatedAws,
  parameters: Record<string, string> = {},
  keys?: SigningKeys,
): Promise<Response> {
  const all = { Action: "AssumeRole", RoleArn: ROLE_ARN, RoleSessionName: "test", ...parameters };
  return aws.callSts(all, keys === undefined ? {} : { keys });
}

/** Calls AssumeRole, which must succeed, and returns the credentials. */
export async function assumed(aws: EmulatedAws, parameters: Record<string, string> = {}, keys?: SigningKeys) {
  const response = await assume(aws, parameters, keys);
  const xml = await response.text();
  expect(response.status, xml).toBe(200);
  return {
    accessKeyId: xmlElement(xml, "AccessKeyId") ?? "",
    secretAccessKey: xmlElement(xml, "SecretAccessKey") ?? "",
    sessionToken: xmlElement(xml, "SessionToken") ?? "",
    expiration: xmlElement(xml, "Expiration") ?? "",
    xml,
  };
}
