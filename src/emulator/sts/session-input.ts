import { AwsError } from "../wire/aws-error.ts";
import { isJsonObject, parseJson } from "../wire/json-input.ts";
import { maxSessionSeconds, type Role } from "../world/roles.ts";
import { listMembers, type StsParameters } from "./parameters.ts";
import { type TextConstraint, validationError } from "./sts-constraints.ts";

const MAX_POLICY_LENGTH = 2048;
const MAX_POLICY_ARNS = 10;
const MAX_CHAINED_SECONDS = 3600;
const DEFAULT_SECONDS = 3600;
const ARN = { min: 20, max: 2048 } as const;

/** The parameters that every AssumeRole operation has. */
export const ROLE_CONSTRAINTS: Readonly<Record<string, TextConstraint>> = {
  RoleArn: { required: true, ...ARN },
  RoleSessionName: { required: true, min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ },
};

/** The session policies of a call. */
export interface SessionPolicies {
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  /** Percent of the allotted space, if there is any policy. */
  readonly packedPolicySize: number | undefined;
}

/** Reads the inline policy and the managed ones, which share 2048 characters. */
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

/** Reads DurationSeconds and holds it against the role and against role chaining. */
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
