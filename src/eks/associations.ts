import { omitEmptyTags } from "../aws/tags.ts";
import { InvalidResponseError } from "../errors/call-errors.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callRestJson, type RestJsonOperation } from "../http/protocols/rest-json.ts";
import { idempotencyToken } from "../lib/random-id.ts";
import { encodePairs, percentEncode } from "../lib/url.ts";
import {
  ASSOCIATION_PAGE,
  ASSOCIATION_RESPONSE,
  type PodIdentityAssociation,
  type PodIdentityAssociationPage,
  type PodIdentityAssociationSummary,
} from "./association.ts";
import {
  ASSOCIATION_KEY,
  CREATE_INPUT,
  type CreatePodIdentityAssociationInput,
  LIST_INPUT,
  type ListPodIdentityAssociationsInput,
  type PodIdentityAssociationKey,
  UPDATE_INPUT,
  type UpdatePodIdentityAssociationInput,
} from "./association-requests.ts";

/** An operation that returns the association that it concerns. */
type AssociationOperation<Input> = RestJsonOperation<Input, { readonly association: PodIdentityAssociation }>;

const CREATE: AssociationOperation<CreatePodIdentityAssociationInput> = {
  service: "eks",
  name: "CreatePodIdentityAssociation",
  method: "POST",
  input: CREATE_INPUT,
  path: pathOf,
  body: ({ clusterName: _cluster, tags, ...members }, random) => {
    return { ...members, tags: omitEmptyTags(tags), clientRequestToken: tokenOf(members, random) };
  },
  output: ASSOCIATION_RESPONSE,
};

const DESCRIBE: AssociationOperation<PodIdentityAssociationKey> = {
  service: "eks",
  name: "DescribePodIdentityAssociation",
  method: "GET",
  input: ASSOCIATION_KEY,
  path: pathOfKey,
  output: ASSOCIATION_RESPONSE,
};

const UPDATE: AssociationOperation<UpdatePodIdentityAssociationInput> = {
  service: "eks",
  name: "UpdatePodIdentityAssociation",
  method: "POST",
  input: UPDATE_INPUT,
  path: pathOfKey,
  body: ({ clusterName: _cluster, associationId: _id, ...members }, random) => {
    return { ...members, clientRequestToken: tokenOf(members, random) };
  },
  output: ASSOCIATION_RESPONSE,
};

const DELETE: AssociationOperation<PodIdentityAssociationKey> = {
  service: "eks",
  name: "DeletePodIdentityAssociation",
  method: "DELETE",
  input: ASSOCIATION_KEY,
  path: pathOfKey,
  output: ASSOCIATION_RESPONSE,
};

const LIST: RestJsonOperation<ListPodIdentityAssociationsInput, PodIdentityAssociationPage> = {
  service: "eks",
  name: "ListPodIdentityAssociations",
  method: "GET",
  input: LIST_INPUT,
  path: ({ clusterName, namespace, serviceAccount, maxResults, nextToken }) => {
    const query = encodePairs(Object.entries({ namespace, serviceAccount, maxResults, nextToken }));
    return pathOf({ clusterName }) + (query && `?${query}`);
  },
  output: ASSOCIATION_PAGE,
};

/**
 * Associates an IAM role with a service account (EKS CreatePodIdentityAssociation). The association takes effect within
 * seconds, not at once. Throws `INVALID_REQUEST` for invalid input. Throws `SERVICE` with `ResourceInUseException` if the
 * service account has an association; the message holds its id.
 *
 * @example
 * const association = await createPodIdentityAssociation(client, {
 *   clusterName: "demo",
 *   namespace: "shop",
 *   serviceAccount: "checkout",
 *   roleArn: "arn:aws:iam::111122223333:role/checkout",
 * });
 */
export async function createPodIdentityAssociation(
  client: ClientSource,
  input: CreatePodIdentityAssociationInput,
  options?: CallOptions,
): Promise<PodIdentityAssociation> {
  return (await callRestJson(client, CREATE, input, options)).association;
}

/**
 * Describes an association (EKS DescribePodIdentityAssociation). Throws `SERVICE` with `ResourceNotFoundException` if no
 * association has that id.
 */
export async function describePodIdentityAssociation(
  client: ClientSource,
  input: PodIdentityAssociationKey,
  options?: CallOptions,
): Promise<PodIdentityAssociation> {
  return (await callRestJson(client, DESCRIBE, input, options)).association;
}

/**
 * Changes the role, target role, policy or session tags of an association (EKS UpdatePodIdentityAssociation). Its cluster,
 * namespace and service account cannot change; `tagResource` changes its tags. Throws `INVALID_REQUEST` if nothing changes.
 */
export async function updatePodIdentityAssociation(
  client: ClientSource,
  input: UpdatePodIdentityAssociationInput,
  options?: CallOptions,
): Promise<PodIdentityAssociation> {
  return (await callRestJson(client, UPDATE, input, options)).association;
}

/**
 * Deletes an association and returns it (EKS DeletePodIdentityAssociation). Credentials that pods already have work until
 * they expire.
 */
export async function deletePodIdentityAssociation(
  client: ClientSource,
  input: PodIdentityAssociationKey,
  options?: CallOptions,
): Promise<PodIdentityAssociation> {
  return (await callRestJson(client, DELETE, input, options)).association;
}

/** Lists one page of a cluster's associations, up to 100 (EKS ListPodIdentityAssociations). */
export async function listPodIdentityAssociations(
  client: ClientSource,
  input: ListPodIdentityAssociationsInput,
  options?: CallOptions,
): Promise<PodIdentityAssociationPage> {
  return callRestJson(client, LIST, input, options);
}

/**
 * Iterates over all matching associations of a cluster. Fetches each page when it is needed. Throws what
 * `listPodIdentityAssociations` throws, and `INVALID_RESPONSE` if a page repeats the token of an earlier one.
 *
 * @example
 * for await (const summary of paginatePodIdentityAssociations(client, { clusterName: "demo" })) {
 *   process.stdout.write(`${summary.namespace}/${summary.serviceAccount}\n`);
 * }
 */
export async function* paginatePodIdentityAssociations(
  client: ClientSource,
  input: ListPodIdentityAssociationsInput,
  options?: CallOptions,
): AsyncGenerator<PodIdentityAssociationSummary, void, undefined> {
  const seen = new Set<string>();
  let { nextToken } = input;
  for (;;) {
    const request = { ...input, ...(nextToken && { nextToken }) };
    const page = await listPodIdentityAssociations(client, request, options);
    yield* page.associations;
    nextToken = page.nextToken;
    if (!nextToken) return;
    if (seen.has(nextToken)) throw repeatedPage();
    seen.add(nextToken);
  }
}

function tokenOf(
  { clientRequestToken }: { readonly clientRequestToken?: string },
  random: () => number,
): string {
  return clientRequestToken ?? idempotencyToken(random);
}

function pathOf({ clusterName }: { readonly clusterName: string }): string {
  return `/clusters/${percentEncode(clusterName)}/pod-identity-associations`;
}

function pathOfKey(key: PodIdentityAssociationKey): string {
  return `${pathOf(key)}/${percentEncode(key.associationId)}`;
}

function repeatedPage(): InvalidResponseError {
  return new InvalidResponseError({
    service: "eks",
    operation: "ListPodIdentityAssociations",
    path: "nextToken",
    expected: "a token that no page had before",
    seen: "one that leads in a circle",
  });
}
