import type { PodIdentityAssociation } from "../../src/eks/association.ts";
import {
  createPodIdentityAssociation,
  deletePodIdentityAssociation,
  updatePodIdentityAssociation,
} from "../../src/eks/associations.ts";
import type { PodIdentitySession } from "../../src/eks-auth/assume-role-for-pod-identity.ts";
import { check, type Say } from "./narrator.ts";
import { exchange, pollExchange, refusalOf, requestToken, serviceErrorOf } from "./pod.ts";
import { NEXT_ROLE_ARN, POD, ROLE_ARN, type Stage, TARGET_ROLE_ARN } from "./stage.ts";

export async function associate({ client }: Stage, say: Say): Promise<PodIdentityAssociation> {
  const association = await createPodIdentityAssociation(client, {
    ...POD,
    roleArn: ROLE_ARN,
    tags: { team: "shop" },
  });
  check(association.roleArn === ROLE_ARN, "the association names the role that was asked for");
  say(`${association.associationId}: pods of ${POD.namespace}/${POD.serviceAccount} get ${ROLE_ARN}`);
  say(association.associationArn);
  return association;
}

export async function associateAgain({ client }: Stage, associationId: string, say: Say): Promise<void> {
  const error = await refusalOf(createPodIdentityAssociation(client, { ...POD, roleArn: ROLE_ARN }));
  check(
    error.awsCode === "ResourceInUseException" && error.status === 409,
    "EKS answers 409 ResourceInUseException",
  );
  check(error.awsMessage.includes(associationId), "the text holds the id of the association that is there");
  say(`409 ${error.awsCode}: ${error.awsMessage}`);
  say(
    "a service account has one association per cluster; the text names the one to describe or update instead",
  );
}

export async function awaitEffect(stage: Stage, say: Say): Promise<void> {
  const token = await requestToken(stage);
  const early = await exchange(stage, token).catch(serviceErrorOf);
  if ("awsCode" in early)
    say(`at first EKS Auth says ${early.status} ${early.awsCode}: it has not heard of it yet`);
  const { tries } = await pollExchange(stage, token, (outcome) => "credentials" in outcome);
  say(`after ${tries} more ${tries === 1 ? "try" : "tries"} the exchange works`);
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
  check(externalId !== undefined, "EKS makes an external id for the target role");
  say(`EKS now assumes ${NEXT_ROLE_ARN},`);
  say(`and with it ${TARGET_ROLE_ARN}`);
  say(`whose trust policy should require sts:ExternalId ${externalId}`);
  const { outcome } = await pollExchange(stage, token, (seen) => "credentials" in seen && isTarget(seen));
  check("credentials" in outcome, "the exchange gives credentials of the target role");
  say(`the same token now gives ${outcome.assumedRoleUser.arn}`);
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
  check(deleted.associationId === associationId, "EKS answers with the association that it deleted");
  const { outcome } = await pollExchange(stage, token, (seen) => "awsCode" in seen);
  check("awsCode" in outcome, "the exchange is refused");
  check(outcome.awsCode === "ResourceNotFoundException", "it is refused with ResourceNotFoundException");
  say(`${outcome.status} ${outcome.awsCode}: ${outcome.awsMessage}`);
  say("no association, no new credentials; those already issued work until they expire");
}

function isTarget({ assumedRoleUser }: PodIdentitySession): boolean {
  return assumedRoleUser.arn.includes(":assumed-role/orders-reader/");
}
