import type { JWTPayload } from "jose";
import type { TokenFault } from "../kubernetes/token-verifier.ts";
import { verifyClusterToken } from "../kubernetes/token-verifier.ts";
import { AwsError, accessDenied, invalidParameter, resourceNotFound } from "../wire/aws-error.ts";
import { newUuid } from "../wire/identifiers.ts";
import { isJsonObject, optionalString, readJsonBody } from "../wire/json-input.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { AssociationRecord } from "../world/associations.ts";
import type { Call } from "../world/call.ts";
import type { Cluster } from "../world/cluster.ts";
import { isClusterName, requireCluster } from "../world/clusters.ts";
import type { IssuedSession } from "../world/principals.ts";
import { type Role, roleTrusts } from "../world/roles.ts";
import { issueSession } from "../world/sessions.ts";
import type { World } from "../world/world.ts";

/** The pod that a verified token was issued to. */
interface PodIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUid: string;
}

const AUDIENCE = "pods.eks.amazonaws.com";
const JWT = /^[A-Za-z0-9\-_=]+\.[A-Za-z0-9\-_=]+\.[A-Za-z0-9\-_=]+$/;
const MAX_CHAINED_SECONDS = 3600;
const DENIED = "Unauthorized Exception! EKS does not have permissions to assume the associated role.";

/** AssumeRoleForPodIdentity: exchanges a pod's service-account token for credentials of its role. */
export async function assumeRoleForPodIdentity(world: World, call: Call): Promise<Reply> {
  const clusterName = call.labels["clusterName"] ?? "";
  if (!isClusterName(clusterName)) throw invalidParameter("clusterName is not a valid cluster name.");
  const token = optionalString(readJsonBody(call.request.text), "token");
  if (token === undefined || !JWT.test(token)) throw invalidParameter("token is not a valid JSON Web Token.");
  const cluster = requireCluster(world, clusterName, call.region);
  const verdict = await verifyClusterToken(world, cluster, token, AUDIENCE);
  if (verdict.fault !== undefined) throw tokenError(verdict.fault);
  const pod = readPod(verdict.claims);
  const association = world.associations.effective({ clusterName, ...pod }, world.now());
  if (association === undefined) {
    const message = `No pod identity association found for service account ${pod.serviceAccount} in namespace ${pod.namespace}.`;
    throw resourceNotFound(message);
  }
  return jsonReply(responseOf(association, assumeAssociatedRole(world, cluster, association, pod)));
}

function tokenError(fault: TokenFault): AwsError {
  if (fault === "expired") {
    return new AwsError("ExpiredTokenException", 400, "The service account token has expired.");
  }
  const reasons: Readonly<Record<TokenFault, string>> = {
    malformed: "it cannot be read",
    issuer: "its issuer is not this cluster's",
    key: "its signing key is not one of this cluster's",
    signature: "its signature does not verify",
    audience: `its audience is not ${AUDIENCE}`,
    expired: "it has expired",
    notYetValid: "it is not valid yet",
  };
  return invalidToken(reasons[fault]);
}

function invalidToken(reason: string): AwsError {
  return new AwsError("InvalidTokenException", 400, `The service account token is invalid: ${reason}.`);
}

function readPod(claims: JWTPayload): PodIdentity {
  const kubernetes = claims["kubernetes.io"];
  const { namespace, serviceaccount, pod } = isJsonObject(kubernetes) ? kubernetes : {};
  const serviceAccount = isJsonObject(serviceaccount) ? serviceaccount["name"] : undefined;
  const { name, uid } = isJsonObject(pod) ? pod : {};
  if (isText(namespace) && isText(serviceAccount) && isText(name) && isText(uid)) {
    return { namespace, serviceAccount, podName: name, podUid: uid };
  }
  throw invalidToken("its kubernetes.io claim names no namespace, service account and pod");
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function assumeAssociatedRole(
  world: World,
  cluster: Cluster,
  association: AssociationRecord,
  pod: PodIdentity,
): IssuedSession {
  const role = world.roles.find(association.roleArn);
  if (role === undefined || !roleTrusts(role, [AUDIENCE], undefined)) throw accessDenied(DENIED, 400);
  const tags = association.disableSessionTags ? {} : podTags(cluster, pod);
  const session = {
    sessionName: sessionNameOf(cluster.name, pod.podName, newUuid(world.random)),
    durationSeconds: world.config.credentialTtlSeconds,
    tags,
    transitiveTagKeys: Object.keys(tags),
    policy: association.policy,
  };
  if (association.targetRoleArn === undefined) return issueSession(world, { ...session, role });
  return issueSession(world, {
    ...session,
    role: requireTargetRole(world, association, role),
    durationSeconds: Math.min(session.durationSeconds, MAX_CHAINED_SECONDS),
    externalId: association.externalId,
    chained: true,
  });
}

function requireTargetRole(world: World, association: AssociationRecord, role: Role): Role {
  const target = world.roles.find(association.targetRoleArn ?? "");
  if (target !== undefined && roleTrusts(target, [role.arn, role.accountId], association.externalId))
    return target;
  throw accessDenied(`${DENIED} Target role: ${association.targetRoleArn}.`, 400);
}

function podTags(cluster: Cluster, pod: PodIdentity): Readonly<Record<string, string>> {
  return {
    "eks-cluster-arn": cluster.arn,
    "eks-cluster-name": cluster.name,
    "kubernetes-namespace": pod.namespace,
    "kubernetes-service-account": pod.serviceAccount,
    "kubernetes-pod-name": pod.podName,
    "kubernetes-pod-uid": pod.podUid,
  };
}

// A session name has at most 64 characters. The UUID stays complete, because it makes the name unique.
function sessionNameOf(clusterName: string, podName: string, uuid: string): string {
  return `${`eks-${clusterName}-${podName}`.slice(0, 63 - uuid.length)}-${uuid}`;
}

function responseOf(
  association: AssociationRecord,
  issued: IssuedSession,
): Readonly<Record<string, unknown>> {
  return {
    subject: { namespace: association.namespace, serviceAccount: association.serviceAccount },
    audience: AUDIENCE,
    podIdentityAssociation: {
      associationArn: association.associationArn,
      associationId: association.associationId,
    },
    assumedRoleUser: { arn: issued.arn, assumeRoleId: issued.userId },
    credentials: {
      sessionToken: issued.sessionToken,
      secretAccessKey: issued.secretAccessKey,
      accessKeyId: issued.accessKeyId,
      expiration: issued.session.expiresAtMs / 1000,
    },
  };
}
