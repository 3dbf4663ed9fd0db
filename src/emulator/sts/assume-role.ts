import { isRoleArn } from "../../aws/arn.ts";
import { AwsError } from "../wire/aws-error.ts";
import type { Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { Principal } from "../world/principals.ts";
import { type Role, roleTrusts } from "../world/roles.ts";
import { issueSession } from "../world/sessions.ts";
import type { World } from "../world/world.ts";
import { checkConstraints, readStsParameters, type TextConstraint, validationError } from "./parameters.ts";
import { sessionElements, stsReply, wantsJson } from "./responses.ts";
import {
  ROLE_CONSTRAINTS,
  readDurationSeconds,
  readSessionPolicies,
  readSessionTags,
} from "./session-input.ts";

const CONSTRAINTS: Readonly<Record<string, TextConstraint>> = {
  ...ROLE_CONSTRAINTS,
  ExternalId: { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/ },
  Policy: { min: 1 },
  SerialNumber: { min: 9, max: 256, pattern: /^[\w+=/:,.@-]*$/ },
  SourceIdentity: { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ },
  TokenCode: { min: 6, max: 6, pattern: /^[\d]*$/ },
};

/** AssumeRole: returns credentials of a role. A chained session inherits transitive tags and the source identity. */
export function assumeRole(world: World, call: Call): Reply {
  const parameters = readStsParameters(call.request);
  checkConstraints(parameters, CONSTRAINTS);
  const caller = requireCaller(call);
  const roleArn = parameters.get("RoleArn") ?? "";
  if (!isRoleArn(roleArn)) throw validationError(`${roleArn} is invalid`);
  const policies = readSessionPolicies(parameters);
  const tags = readSessionTags(parameters, caller.session);
  const externalId = parameters.get("ExternalId");
  const role = requireTrustingRole(world, roleArn, caller, externalId);
  const chained = caller.session !== undefined;
  const sourceIdentity = caller.session?.sourceIdentity ?? parameters.get("SourceIdentity");
  const issued = issueSession(world, {
    role,
    sessionName: parameters.get("RoleSessionName") ?? "",
    durationSeconds: readDurationSeconds(parameters, role, chained),
    ...tags,
    ...policies,
    externalId,
    sourceIdentity,
    chained,
  });
  const result = {
    ...sessionElements(issued),
    PackedPolicySize: policies.packedPolicySize,
    SourceIdentity: sourceIdentity,
  };
  return stsReply("AssumeRole", result, call.requestId, wantsJson(call.request.headers));
}

function requireCaller(call: Call): Principal {
  if (call.caller !== undefined) return call.caller;
  throw new AwsError("MissingAuthenticationToken", 403, "Request is missing Authentication Token");
}

function requireTrustingRole(
  world: World,
  roleArn: string,
  caller: Principal,
  externalId: string | undefined,
): Role {
  const role = world.roles.find(roleArn);
  const names = [
    caller.arn,
    caller.accountId,
    ...(caller.session === undefined ? [] : [caller.session.roleArn]),
  ];
  if (role !== undefined && roleTrusts(role, names, externalId)) return role;
  throw new AwsError(
    "AccessDenied",
    403,
    `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );
}
