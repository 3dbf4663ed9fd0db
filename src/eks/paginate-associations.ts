import type { CallOptions } from "../http/call.ts";
import type { Client } from "../http/client.ts";
import type { PodIdentityAssociationSummary } from "../models/association.ts";
import type { ListPodIdentityAssociationsInput } from "../models/association-requests.ts";
import { InvalidResponseError } from "../models/call-errors.ts";
import { listPodIdentityAssociations } from "./associations.ts";

/**
 * Iterates over all associations of a cluster that match, fetching pages as they are needed. Throws what
 * `listPodIdentityAssociations` throws, and `INVALID_RESPONSE` if the pages run in a circle.
 *
 * @example
 * for await (const summary of paginatePodIdentityAssociations(client, { clusterName: "demo" })) {
 *   process.stdout.write(`${summary.namespace}/${summary.serviceAccount}\n`);
 * }
 */
export async function* paginatePodIdentityAssociations(
  client: Client,
  input: ListPodIdentityAssociationsInput,
  options?: CallOptions,
): AsyncGenerator<PodIdentityAssociationSummary, void, undefined> {
  let nextToken = input.nextToken;
  do {
    const page = await listPodIdentityAssociations(
      client,
      { ...input, ...(nextToken && { nextToken }) },
      options,
    );
    yield* page.associations;
    if (page.nextToken !== undefined && page.nextToken === nextToken) throw circular();
    nextToken = page.nextToken;
  } while (nextToken);
}

function circular(): InvalidResponseError {
  return new InvalidResponseError({
    service: "eks",
    operation: "ListPodIdentityAssociations",
    path: "nextToken",
    expected: "another token than that of this page",
    seen: "the same",
  });
}
