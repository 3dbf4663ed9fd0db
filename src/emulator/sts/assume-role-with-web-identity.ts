import { isRoleArn } from "../../aws/arn.ts";
import { readIssuer, type TokenFault, verifyClusterToken } from "../kubernetes/token-verifier.ts";
import { AwsError } from "../wire/aws-error.ts";
import type { Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { Cluster } from "../world/cluster.ts";
import { issuersOf } from "../world/clusters.ts";
import { type Role, roleTrusts } from "../world/roles.ts";
import { issueSession } from "../world/sessions.ts";
import type { World } from "../world/world.ts";
import { checkConstraints, readStsParameters, type TextConstraint, validationError } from "./parameters.ts";
import { sessionElements, stsReply, wantsJson } from "./responses.ts";
import { ROLE_CONSTRAINTS, readDurationSeconds, readSessionPolicies } from "./session-input.ts";

const CONSTRAINTS: Readonly<Record<string, TextConstraint>> = {
  ...ROLE_CONSTRAINTS,
  WebIdentityToken: { required: true, min: 4, max: 20_000, sensitive: true },
  ProviderId: { min: 4, max: 2048 },
  Policy: { min: 1, max: 2048 },
};

interface WebIdentity {
  readonly issuer: string;
  readonly subject: string;
}

/** AssumeRoleWithWebIdentity: exchanges a token of an emulated cluster for credentials of a role. */
export async function assumeRoleWithWebIdentity(world: World, call: Call): Promise<Reply> {
  const parameters = readStsParameters(call.request);
  checkConstraints(parameters, CONSTRAINTS);
  const roleArn = parameters.get("RoleArn") ?? "";
  if (!isRoleArn(roleArn)) throw validationError(`${roleArn} is invalid`);
  const policies = readSessionPolicies(parameters);
  const identity = await verifyWebIdentity(world, parameters.get("WebIdentityToken") ?? "");
  const role = requireTrustingRole(world, roleArn, identity.issuer);
  const issued = issueSession(world, {
    role,
    sessionName: parameters.get("RoleSessionName") ?? "",
    durationSeconds: readDurationSeconds(parameters, role, false),
    ...policies,
  });
  const result = {
    ...sessionElements(issued),
    SubjectFromWebIdentityToken: identity.subject,
    Provider: providerArn(role, identity.issuer),
    Audience: world.config.webIdentityAudience,
    PackedPolicySize: policies.packedPolicySize,
  };
  return stsReply("AssumeRoleWithWebIdentity", result, call.requestId, wantsJson(call.request.headers));
}

async function verifyWebIdentity(world: World, token: string): Promise<WebIdentity> {
  const issuer = readIssuer(token);
  if (issuer === undefined) throw tokenError("malformed");
  const cluster = findClusterByIssuer(world, issuer);
  if (cluster === undefined) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
  }
  const verdict = await verifyClusterToken(world, cluster, token, world.config.webIdentityAudience);
  if (verdict.fault !== undefined) throw tokenError(verdict.fault);
  return { issuer, subject: verdict.claims.sub ?? "" };
}

function findClusterByIssuer(world: World, issuer: string): Cluster | undefined {
  return [...world.clusters.values()].find((cluster) => issuersOf(world, cluster).includes(issuer));
}

function tokenError(fault: TokenFault): AwsError {
  if (fault === "expired") {
    return new AwsError(
      "ExpiredTokenException",
      400,
      "Token expired: current date/time must be before the expiration date/time",
    );
  }
  const messages: Readonly<Record<TokenFault, string>> = {
    malformed:
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
    issuer: "No OpenIDConnect provider found in your account for the token's issuer",
    key: "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements",
    signature: "Provided Token signature is invalid",
    audience: "Incorrect token audience",
    expired: "Token expired",
    notYetValid: "Token must not be accepted before its nbf time",
  };
  return invalidToken(messages[fault]);
}

function invalidToken(message: string): AwsError {
  return new AwsError("InvalidIdentityToken", 400, message);
}

function requireTrustingRole(world: World, roleArn: string, issuer: string): Role {
  const role = world.roles.find(roleArn);
  if (role !== undefined && roleTrusts(role, [issuer, providerArn(role, issuer)], undefined)) return role;
  throw new AwsError("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}

function providerArn(role: Role, issuer: string): string {
  return `arn:${role.partition}:iam::${role.accountId}:oidc-provider/${issuer.replace(/^https?:\/\//, "")}`;
}
