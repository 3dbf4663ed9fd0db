import {
  associationPageSchema,
  associationSchema,
  associationSummarySchema,
  type PodIdentityAssociation,
  type PodIdentityAssociationPage,
  type PodIdentityAssociationSummary,
} from "../eks/association.ts";
import { answerSchema, decodeAnswer, type ModelSchema } from "./model-schema.ts";

const DESCRIBE = { service: "eks", operation: "DescribePodIdentityAssociation" };
const LIST = { service: "eks", operation: "ListPodIdentityAssociations" };

/** Returns the schema of an association in EKS's JSON: the member `association` of its answers. */
export function podIdentityAssociationSchema(): ModelSchema<unknown, PodIdentityAssociation> {
  return answerSchema(associationSchema());
}

/**
 * Reads an association in EKS's JSON: the member `association` of its answers. Keeps members that podkey does not know. Throws
 * `INVALID_RESPONSE` for anything else.
 *
 * @example
 * const association = decodePodIdentityAssociation(JSON.parse(text).association);
 */
export function decodePodIdentityAssociation(json: unknown): PodIdentityAssociation {
  return decodeAnswer(associationSchema(), json, DESCRIBE);
}

/** Returns the schema of a summary in EKS's JSON: an item of a list. */
export function podIdentityAssociationSummarySchema(): ModelSchema<unknown, PodIdentityAssociationSummary> {
  return answerSchema(associationSummarySchema());
}

/**
 * Reads a summary in EKS's JSON: an item of a list. Keeps members that podkey does not know. Throws `INVALID_RESPONSE` for
 * anything else.
 */
export function decodePodIdentityAssociationSummary(json: unknown): PodIdentityAssociationSummary {
  return decodeAnswer(associationSummarySchema(), json, LIST);
}

/** Writes a summary as EKS does. `decodePodIdentityAssociationSummary` reads it back unchanged. */
export function encodePodIdentityAssociationSummary(
  summary: PodIdentityAssociationSummary,
): Record<string, unknown> {
  return { ...summary };
}

/** Returns the schema of EKS's answer to ListPodIdentityAssociations. */
export function podIdentityAssociationPageSchema(): ModelSchema<unknown, PodIdentityAssociationPage> {
  return answerSchema(associationPageSchema());
}

/**
 * Reads EKS's answer to ListPodIdentityAssociations. Keeps members that podkey does not know. Throws `INVALID_RESPONSE` for
 * anything else.
 */
export function decodePodIdentityAssociationPage(json: unknown): PodIdentityAssociationPage {
  return decodeAnswer(associationPageSchema(), json, LIST);
}

/** Writes a page as EKS does. `decodePodIdentityAssociationPage` reads it back unchanged. */
export function encodePodIdentityAssociationPage(page: PodIdentityAssociationPage): Record<string, unknown> {
  return { ...page, associations: page.associations.map(encodePodIdentityAssociationSummary) };
}
