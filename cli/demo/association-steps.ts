import type { PodIdentityAssociation } from "../../src/eks/association.ts";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  updatePodIdentityAssociation,
} from "../../src/eks/associations.ts";
import type { PodIdentitySession } from "../../src/eks-auth/pod-identity-session.ts";
import { check, type Say } from "./narrator.ts";
import { exchange, pollExchange, refusalOf, requestToken, serviceErrorOf } from "./pod.ts";
import { NEXT_ROLE_ARN, POD, ROLE_ARN, type Stage, TARGET_ROLE_ARN } from "./stage.ts";

export async function associate({ client }: Stage, say: Say): Promise<PodIdentityAssociation> {
  const association = await createPodIdentityAssociation(client, {
    ...POD,
    roleArn: ROLE_ARN,
    tags: { team: "shop" },
  });
  check(association.roleArn === ROLE_ARN, "the association names the requested role");
  say(
    `${association.associationId}: pods with the service account ${POD.namespace}/${POD.serviceAccount} get ${ROLE_ARN}`,
  );
  say(association.associationArn);
  return association;
}

export async function associateAgain({ client }: Stage, associationId: string, say: Say): Promise<void> {
  const error = await refusalOf(createPodIdentityAssociation(client, { ...POD, roleArn: ROLE_ARN }));
  check(
    error.awsCode === "ResourceInUseException" && error.status === 409,
    "EKS answers 409 ResourceInUseException",
  );
  check(error.awsMessage.includes(associationId), "the message contains the id of the existing association");
  say(`409 ${error.awsCode}: ${error.awsMessage}`);
  say("a service account has one association per cluster; describe or update the one in the message");
}

export async function awaitEffect(stage: Stage, say: Say): Promise<void> {
  const token = await requestToken(stage);
  const early = await exchange(stage, token).catch(serviceErrorOf);
  if ("awsCode" in early)
    say(`first, EKS Auth answers ${early.status} ${early.awsCode}: the association has not propagated`);
  const { tries } = await pollExchange(stage, token, (outcome) => "credentials" in outcome);
  say(`after ${tries} more ${tries === 1 ? "attempt" : "attempts"}, the exchange succeeds`);
}

export async function updateRoles(
  stage: Stage,
  associationId: string,
  token: string,
  say: Say,
): Promise<PodIdentitySession> {
  const { externalId } = await updatePodIdentityAssociation(stage.client, {
    clusterName: POD.clusterName,
    associationId,
    roleArn: NEXT_ROLE_ARN,
    targetRoleArn: TARGET_ROLE_ARN,
  });
  check(externalId !== undefined, "EKS creates an external id for the target role");
  say(`EKS now assumes ${NEXT_ROLE_ARN}`);
  say(`and, with that role, ${TARGET_ROLE_ARN}`);
  say(`the target's trust policy should require sts:ExternalId ${externalId}`);
  const { outcome } = await pollExchange(stage, token, (seen) => "credentials" in seen && isTarget(seen));
  check("credentials" in outcome, "the exchange returns credentials of the target role");
  say(`the same token now gets ${outcome.assumedRoleUser.arn}`);
  return outcome;
}

export async function deleteAssociation(
  stage: Stage,
  associationId: string,
  token: string,
  say: Say,
): Promise<void> {
  const { clusterName } = POD;
  const deleted = await deletePodIdentityAssociation(stage.client, { clusterName, associationId });
  check(deleted.associationId === associationId, "EKS returns the deleted association");
  const { outcome } = await pollExchange(stage, token, (seen) => "awsCode" in seen);
  check("awsCode" in outcome, "the exchange is refused");
  check(outcome.awsCode === "ResourceNotFoundException", "the refusal is ResourceNotFoundException");
  say(`${outcome.status} ${outcome.awsCode}: ${outcome.awsMessage}`);
  say("without an association there are no new credentials; issued ones work until they expire");
}

function isTarget({ assumedRoleUser }: PodIdentitySession): boolean {
  return assumedRoleUser.arn.includes(":assumed-role/orders-reader/");
}
