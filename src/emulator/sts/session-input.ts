import { AwsError } from "../wire/aws-error.ts";
import { isJsonObject, parseJson } from "../wire/json-input.ts";
import type { EmulatorSession } from "../world/principals.ts";
import { maxSessionSeconds, type Role } from "../world/roles.ts";
import { listMembers, type StsParameters, type TextConstraint, validationError } from "./parameters.ts";

const MAX_POLICY_LENGTH = 2048;
const MAX_POLICY_ARNS = 10;
const MAX_CHAINED_SECONDS = 3600;
const DEFAULT_SECONDS = 3600;
const ARN = { min: 20, max: 2048 } as const;

/** The constraints of the parameters that both AssumeRole operations have. */
export const ROLE_CONSTRAINTS: Readonly<Record<string, TextConstraint>> = {
  RoleArn: { required: true, ...ARN },
  RoleSessionName: { required: true, min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ },
};

/** The session policies of a call. */
export interface SessionPolicies {
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  /** The size of the policies in percent of the limit. `undefined` without policies. */
  readonly packedPolicySize: number | undefined;
}

/** Reads the inline and managed policies. Together they have at most 2048 characters. */
export function readSessionPolicies(parameters: StsParameters): SessionPolicies {
  const policy = parameters.get("Policy");
  const policyArns = listMembers(parameters, "PolicyArns").map((member) => member.get("arn") ?? "");
  if (policyArns.length > MAX_POLICY_ARNS) {
    throw validationError(`Member must have length less than or equal to ${MAX_POLICY_ARNS} at 'policyArns'`);
  }
  if (policyArns.some((arn) => arn.length < ARN.min || arn.length > ARN.max || !arn.startsWith("arn:"))) {
    throw validationError("ARN is not valid at 'policyArns'");
  }
  if (policy !== undefined && !isJsonObject(parseJson(policy))) {
    throw new AwsError("MalformedPolicyDocument", 400, "This policy contains invalid Json");
  }
  const length = [policy ?? "", ...policyArns].join("").length;
  const packedPolicySize = Math.ceil((length / MAX_POLICY_LENGTH) * 100);
  if (packedPolicySize > 100) {
    const message = `Packed policy consumes ${packedPolicySize}% of allotted space, please use smaller policy.`;
    throw new AwsError("PackedPolicyTooLarge", 400, message);
  }
  return { policy, policyArns, packedPolicySize: length === 0 ? undefined : packedPolicySize };
}

/** Reads `DurationSeconds`. Throws an `AwsError` if it exceeds the limit of the role or of role chaining. */
export function readDurationSeconds(parameters: StsParameters, role: Role, chained: boolean): number {
  const text = parameters.get("DurationSeconds");
  if (text === undefined) return DEFAULT_SECONDS;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds < 900 || seconds > 43_200) {
    const bound = seconds < 900 ? "greater than or equal to 900" : "less than or equal to 43200";
    throw validationError(
      `1 validation error detected: Value '${text}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  if (chained && seconds > MAX_CHAINED_SECONDS) {
    throw validationError(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  if (seconds > maxSessionSeconds(role)) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return seconds;
}

/** The tags of a session, inherited tags included. */
export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

const MAX_TAGS = 50;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads `Tags` and `TransitiveTagKeys`, and adds the transitive tags of the calling session. */
export function readSessionTags(parameters: StsParameters, caller: EmulatorSession | undefined): SessionTags {
  const entries = readTagEntries(parameters);
  const transitive = listMembers(parameters, "TransitiveTagKeys").map((member) => member.get("") ?? "");
  if (entries.length > MAX_TAGS || transitive.length > MAX_TAGS) {
    throw validationError(`Member must have length less than or equal to ${MAX_TAGS} at 'tags'`);
  }
  const keys = new Set(entries.map(([key]) => key.toLowerCase()));
  if (keys.size < entries.length) {
    throw invalidValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw invalidValue("The specified transitive tag key must be included in the requested tags.");
  }
  const inherited = (caller?.transitiveTagKeys ?? []).map((key) => [key, caller?.tags[key] ?? ""] as const);
  if (inherited.some(([key]) => keys.has(key.toLowerCase()))) {
    throw invalidValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return {
    tags: Object.fromEntries([...inherited, ...entries]),
    transitiveTagKeys: [...inherited.map(([key]) => key), ...transitive],
  };
}

function readTagEntries(parameters: StsParameters): (readonly [key: string, value: string])[] {
  return listMembers(parameters, "Tags").map((member) => {
    const key = member.get("Key") ?? "";
    const value = member.get("Value") ?? "";
    if (key.length < 1 || key.length > 128 || !TAG_TEXT.test(key))
      throw validationError("Tag key is not valid at 'tags'");
    if (value.length > 256 || !TAG_TEXT.test(value))
      throw validationError("Tag value is not valid at 'tags'");
    if (key.toLowerCase().startsWith("aws:"))
      throw invalidValue("Tag keys beginning with 'aws:' are reserved.");
    return [key, value];
  });
}

function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", 400, message);
}
