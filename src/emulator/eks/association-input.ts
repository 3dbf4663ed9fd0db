import { isRoleArn, parseArn } from "../../aws/arn.ts";
import { AwsError, accessDenied, invalidParameter } from "../wire/aws-error.ts";
import {
  findTagFault,
  isJsonObject,
  type JsonObject,
  optionalBoolean,
  optionalString,
  optionalTags,
  parseJson,
  type Tags,
} from "../wire/json-input.ts";
import type { Roles } from "../world/roles.ts";

/** The members of an association that the Create and Update operations share. */
export interface AssociationSettings {
  readonly roleArn: string | undefined;
  readonly disableSessionTags: boolean | undefined;
  /** The ARN of the target role. `""` removes it. */
  readonly targetRoleArn: string | undefined;
  /** The session policy as JSON text. `""` removes it. */
  readonly policy: string | undefined;
}

/** The input of CreatePodIdentityAssociation. */
export interface CreateAssociationInput extends AssociationSettings {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly tags: Tags;
}

/** The roles, and the account that an association's role must belong to. */
export interface RoleRules {
  readonly accountId: string;
  readonly roles: Roles;
}

/** Reads and checks the input of CreatePodIdentityAssociation. */
export function readCreateInput(body: JsonObject, rules: RoleRules): CreateAssociationInput {
  const input = {
    ...readSettings(body, rules),
    namespace: requiredText(body, "namespace"),
    serviceAccount: requiredText(body, "serviceAccount"),
    roleArn: requiredText(body, "roleArn"),
  };
  const tags = optionalTags(body, "tags");
  const fault = tags === undefined ? undefined : findTagFault(tags);
  if (fault !== undefined) throw invalidParameter(`${fault}.`);
  return { ...input, tags: tags ?? {} };
}

/** Reads and checks the input of UpdatePodIdentityAssociation. */
export function readUpdateInput(body: JsonObject, rules: RoleRules): AssociationSettings {
  const settings = readSettings(body, rules);
  if (Object.values(settings).every((value) => value === undefined)) {
    throw invalidParameter(
      "At least one of roleArn, targetRoleArn, disableSessionTags or policy must be given.",
    );
  }
  return settings;
}

function readSettings(body: JsonObject, rules: RoleRules): AssociationSettings {
  const settings = {
    roleArn: optionalString(body, "roleArn"),
    disableSessionTags: optionalBoolean(body, "disableSessionTags"),
    targetRoleArn: optionalString(body, "targetRoleArn"),
    policy: optionalString(body, "policy"),
  };
  if (settings.roleArn !== undefined) checkRole(settings.roleArn, rules);
  if (settings.targetRoleArn && !isRoleArn(settings.targetRoleArn)) {
    throw invalidParameter("targetRoleArn is not the ARN of an IAM role.");
  }
  if (settings.policy && !isJsonObject(parseJson(settings.policy))) {
    throw invalidParameter("policy is not a JSON policy document.");
  }
  return settings;
}

function checkRole(roleArn: string, { accountId, roles }: RoleRules): void {
  if (!isRoleArn(roleArn)) throw invalidParameter("roleArn is not the ARN of an IAM role.");
  if (parseArn(roleArn)?.accountId !== accountId) {
    throw accessDenied("Cross-account pass role is not allowed.", 403);
  }
  if (roles.find(roleArn) === undefined) {
    throw invalidParameter("Role provided in the request does not exist.");
  }
}

/** Throws an `AwsError` for a policy without `disableSessionTags`: EKS does not allow both. */
export function checkPolicyPair(policy: string | undefined, disableSessionTags: boolean): void {
  if (policy === undefined || disableSessionTags) return;
  throw invalidParameter("policy requires disableSessionTags to be true.");
}

function requiredText(body: JsonObject, name: string): string {
  const value = optionalString(body, name);
  if (value) return value;
  throw new AwsError("InvalidParameterException", 400, `${name} must not be empty.`);
}
