import { listParameters, type QueryParameter } from "../http/protocols/query.ts";
import type { AssumeRoleCommonInput } from "./requests.ts";

/** The parameters that AssumeRole and AssumeRoleWithWebIdentity share. Empty lists are not sent. */
export function roleParameters(input: AssumeRoleCommonInput): QueryParameter[] {
  return [
    ["RoleArn", input.roleArn],
    ["RoleSessionName", input.roleSessionName],
    // The one lower-case member of this API.
    ...listParameters("PolicyArns", input.policyArns, (arn, prefix) => [[`${prefix}.arn`, arn]]),
    ["Policy", input.policy],
    ["DurationSeconds", input.durationSeconds],
  ];
}
