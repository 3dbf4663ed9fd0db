import { omitEmptyTags } from "../aws/tags.ts";
import { InvalidResponseError } from "../errors/call-errors.ts";
import type { CallOptions } from "../http/attempt.ts";
import { type ClientSource, partsOf } from "../http/client.ts";
import { callRestJson, type RestJsonOperation } from "../http/protocols/rest-json.ts";
import { idempotencyToken } from "../lib/random-id.ts";
import { encodePairs, percentEncode } from "../lib/url.ts";
import {
  decodeAssociation,
  decodeAssociationPage,
  type PodIdentityAssociation,
  type PodIdentityAssociationPage,
  type PodIdentityAssociationSummary,
} from "./association.ts";
import {
  type CreatePodIdentityAssociationInput,
  checkAssociationKey,
  checkCreate,
  checkList,
  checkUpdate,
  type ListPodIdentityAssociationsInput,
  type PodIdentityAssociationKey,
  type UpdatePodIdentityAssociationInput,
} from "./association-requests.ts";

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
  checkCreate(input);
  const { clusterName, tags, ...members } = input;
  const body = { ...members, tags: omitEmptyTags(tags), clientRequestToken: tokenOf(input, client) };
  return callForAssociation(
    client,
    { name: "CreatePodIdentityAssociation", method: "POST", path: pathOf(clusterName), body },
    options,
  );
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
  checkAssociationKey(input, "DescribePodIdentityAssociation");
  return callForAssociation(
    client,
    { name: "DescribePodIdentityAssociation", method: "GET", path: pathOfKey(input) },
    options,
  );
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
  checkUpdate(input);
  const { clusterName: _clusterName, associationId: _associationId, ...members } = input;
  const body = { ...members, clientRequestToken: tokenOf(input, client) };
  return callForAssociation(
    client,
    { name: "UpdatePodIdentityAssociation", method: "POST", path: pathOfKey(input), body },
    options,
  );
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
  checkAssociationKey(input, "DeletePodIdentityAssociation");
  return callForAssociation(
    client,
    { name: "DeletePodIdentityAssociation", method: "DELETE", path: pathOfKey(input) },
    options,
  );
}

/** Lists one page of a cluster's associations, up to 100 (EKS ListPodIdentityAssociations). */
export async function listPodIdentityAssociations(
  client: ClientSource,
  input: ListPodIdentityAssociationsInput,
  options?: CallOptions,
): Promise<PodIdentityAssociationPage> {
  checkList(input);
  const { clusterName, namespace, serviceAccount, maxResults, nextToken } = input;
  const query = encodePairs(Object.entries({ namespace, serviceAccount, maxResults, nextToken }));
  const { body, context } = await callRestJson(
    client,
    {
      service: "eks",
      name: "ListPodIdentityAssociations",
      method: "GET",
      path: pathOf(clusterName) + (query && `?${query}`),
    },
    options,
  );
  return decodeAssociationPage(body, context);
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
    const page = await listPodIdentityAssociations(
      client,
      { ...input, ...(nextToken && { nextToken }) },
      options,
    );
    yield* page.associations;
    nextToken = page.nextToken;
    if (!nextToken) return;
    if (seen.has(nextToken)) throw repeatedPage();
    seen.add(nextToken);
  }
}

async function callForAssociation(
  client: ClientSource,
  operation: Omit<RestJsonOperation, "service">,
  options: CallOptions | undefined,
): Promise<PodIdentityAssociation> {
  const { body, context } = await callRestJson(client, { service: "eks", ...operation }, options);
  return decodeAssociation(body, context);
}

function tokenOf(
  { clientRequestToken }: { readonly clientRequestToken?: string },
  client: ClientSource,
): string {
  return clientRequestToken ?? idempotencyToken(partsOf(client).ports.random);
}

function pathOf(clusterName: string): string {
  return `/clusters/${percentEncode(clusterName)}/pod-identity-associations`;
}

function pathOfKey({ clusterName, associationId }: PodIdentityAssociationKey): string {
  return `${pathOf(clusterName)}/${percentEncode(associationId)}`;
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
