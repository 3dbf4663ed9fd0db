import {
  associationKeySchema,
  type CreatePodIdentityAssociationInput,
  createInputSchema,
  type ListPodIdentityAssociationsInput,
  listInputSchema,
  type PodIdentityAssociationKey,
  type UpdatePodIdentityAssociationInput,
  updateInputSchema,
} from "../eks/association-requests.ts";
import { decodeInput, type InputModel, inputSchema, type ModelSchema } from "./model-schema.ts";

/** Returns the schema of the input of `createPodIdentityAssociation`. */
export function createPodIdentityAssociationInputSchema(): ModelSchema<
  CreatePodIdentityAssociationInput,
  CreatePodIdentityAssociationInput
> {
  return inputSchema(createModel());
}

/**
 * Reads the input of `createPodIdentityAssociation` by the rules that the operation applies. Keeps members that podkey does
 * not know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodeCreatePodIdentityAssociationInput(json: unknown): CreatePodIdentityAssociationInput {
  return decodeInput(createModel(), json);
}

/** Writes the input of `createPodIdentityAssociation`. `decodeCreatePodIdentityAssociationInput` reads it back unchanged. */
export function encodeCreatePodIdentityAssociationInput(
  input: CreatePodIdentityAssociationInput,
): Record<string, unknown> {
  return { ...input };
}

/** Returns the schema of the input of `updatePodIdentityAssociation`. */
export function updatePodIdentityAssociationInputSchema(): ModelSchema<
  UpdatePodIdentityAssociationInput,
  UpdatePodIdentityAssociationInput
> {
  return inputSchema(updateModel());
}

/**
 * Reads the input of `updatePodIdentityAssociation` by the rules that the operation applies. Keeps members that podkey does
 * not know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodeUpdatePodIdentityAssociationInput(json: unknown): UpdatePodIdentityAssociationInput {
  return decodeInput(updateModel(), json);
}

/** Writes the input of `updatePodIdentityAssociation`. `decodeUpdatePodIdentityAssociationInput` reads it back unchanged. */
export function encodeUpdatePodIdentityAssociationInput(
  input: UpdatePodIdentityAssociationInput,
): Record<string, unknown> {
  return { ...input };
}

/** Returns the schema of the input of `listPodIdentityAssociations`. */
export function listPodIdentityAssociationsInputSchema(): ModelSchema<
  ListPodIdentityAssociationsInput,
  ListPodIdentityAssociationsInput
> {
  return inputSchema(listModel());
}

/**
 * Reads the input of `listPodIdentityAssociations` by the rules that the operation applies. Keeps members that podkey does not
 * know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodeListPodIdentityAssociationsInput(json: unknown): ListPodIdentityAssociationsInput {
  return decodeInput(listModel(), json);
}

/** Writes the input of `listPodIdentityAssociations`. `decodeListPodIdentityAssociationsInput` reads it back unchanged. */
export function encodeListPodIdentityAssociationsInput(
  input: ListPodIdentityAssociationsInput,
): Record<string, unknown> {
  return { ...input };
}

/** Returns the schema of the input of `describePodIdentityAssociation` and `deletePodIdentityAssociation`. */
export function podIdentityAssociationKeySchema(): ModelSchema<
  PodIdentityAssociationKey,
  PodIdentityAssociationKey
> {
  return inputSchema(keyModel());
}

/**
 * Reads the input of `describePodIdentityAssociation` and `deletePodIdentityAssociation` by the rules that the operations
 * apply. Keeps members that podkey does not know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodePodIdentityAssociationKey(json: unknown): PodIdentityAssociationKey {
  return decodeInput(keyModel(), json);
}

/** Writes the key of an association. `decodePodIdentityAssociationKey` reads it back unchanged. */
export function encodePodIdentityAssociationKey(key: PodIdentityAssociationKey): Record<string, unknown> {
  return { ...key };
}

function createModel(): InputModel<CreatePodIdentityAssociationInput> {
  return { operation: "CreatePodIdentityAssociation", schemaOf: createInputSchema };
}

function updateModel(): InputModel<UpdatePodIdentityAssociationInput> {
  return { operation: "UpdatePodIdentityAssociation", schemaOf: updateInputSchema };
}

function listModel(): InputModel<ListPodIdentityAssociationsInput> {
  return { operation: "ListPodIdentityAssociations", schemaOf: listInputSchema };
}

function keyModel(): InputModel<PodIdentityAssociationKey> {
  return { operation: "DescribePodIdentityAssociation", schemaOf: associationKeySchema };
}
