import { InvalidResponseError } from "../errors/call-errors.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import type { PodIdentityAssociationSummary } from "./association.ts";
import type { ListPodIdentityAssociationsInput } from "./association-requests.ts";
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
    if (seen.has(nextToken)) throw circular();
    seen.add(nextToken);
  }
}

function circular(): InvalidResponseError {
  return new InvalidResponseError({
    service: "eks",
    operation: "ListPodIdentityAssociations",
    path: "nextToken",
    expected: "a token that no page had before",
    seen: "one that leads in a circle",
  });
}
