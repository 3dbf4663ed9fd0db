import {
  ASSOCIATION,
  ASSOCIATION_PAGE,
  ASSOCIATION_SUMMARY,
  type PodIdentityAssociation,
  type PodIdentityAssociationPage,
  type PodIdentityAssociationSummary,
} from "../eks/association.ts";
import { type AnswerModel, answerSchema, decodeAnswer, type ModelSchema } from "./model-schema.ts";

const ASSOCIATION_MODEL: AnswerModel<PodIdentityAssociation, PodIdentityAssociation> = {
  shape: ASSOCIATION,
  toOutput: (association) => association,
  context: { service: "eks", operation: "DescribePodIdentityAssociation" },
};

const SUMMARY_MODEL: AnswerModel<PodIdentityAssociationSummary, PodIdentityAssociationSummary> = {
  shape: ASSOCIATION_SUMMARY,
  toOutput: (summary) => summary,
  context: { service: "eks", operation: "ListPodIdentityAssociations" },
};

const PAGE_MODEL: AnswerModel<PodIdentityAssociationPage, PodIdentityAssociationPage> = {
  shape: ASSOCIATION_PAGE,
  toOutput: (page) => page,
  context: { service: "eks", operation: "ListPodIdentityAssociations" },
};

/** Returns the schema of an association in EKS's JSON: the member `association` of its answers. */
export function podIdentityAssociationSchema(): ModelSchema<unknown, PodIdentityAssociation> {
  return answerSchema(ASSOCIATION_MODEL);
}

/**
 * Reads an association in EKS's JSON: the member `association` of its answers. Keeps members that podkey does not know. Throws
 * `INVALID_RESPONSE` for anything else.
 *
 * @example
 * const association = decodePodIdentityAssociation(JSON.parse(text).association);
 */
export function decodePodIdentityAssociation(json: unknown): PodIdentityAssociation {
  return decodeAnswer(ASSOCIATION_MODEL, json);
}

/** Returns the schema of a summary in EKS's JSON: an item of a list. */
export function podIdentityAssociationSummarySchema(): ModelSchema<unknown, PodIdentityAssociationSummary> {
  return answerSchema(SUMMARY_MODEL);
}

/**
 * Reads a summary in EKS's JSON: an item of a list. Keeps members that podkey does not know. Throws `INVALID_RESPONSE` for
 * anything else.
 */
export function decodePodIdentityAssociationSummary(json: unknown): PodIdentityAssociationSummary {
  return decodeAnswer(SUMMARY_MODEL, json);
}

/** Writes a summary as EKS does. `decodePodIdentityAssociationSummary` reads it back unchanged. */
export function encodePodIdentityAssociationSummary(
  summary: PodIdentityAssociationSummary,
): Record<string, unknown> {
  return { ...summary };
}

/** Returns the schema of EKS's answer to ListPodIdentityAssociations. */
export function podIdentityAssociationPageSchema(): ModelSchema<unknown, PodIdentityAssociationPage> {
  return answerSchema(PAGE_MODEL);
}

/**
 * Reads EKS's answer to ListPodIdentityAssociations. Keeps members that podkey does not know. Throws `INVALID_RESPONSE` for
 * anything else.
 */
export function decodePodIdentityAssociationPage(json: unknown): PodIdentityAssociationPage {
  return decodeAnswer(PAGE_MODEL, json);
}

/** Writes a page as EKS does. `decodePodIdentityAssociationPage` reads it back unchanged. */
export function encodePodIdentityAssociationPage(page: PodIdentityAssociationPage): Record<string, unknown> {
  return { ...page, associations: page.associations.map(encodePodIdentityAssociationSummary) };
}
