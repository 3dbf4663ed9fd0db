import {
  ASSOCIATION_KEY,
  CREATE_INPUT,
  type CreatePodIdentityAssociationInput,
  LIST_INPUT,
  type ListPodIdentityAssociationsInput,
  type PodIdentityAssociationKey,
  UPDATE_INPUT,
  type UpdatePodIdentityAssociationInput,
} from "../eks/association-requests.ts";
import { decodeInput, type InputModel, inputSchema, type ModelSchema } from "./model-schema.ts";

const CREATE: InputModel<CreatePodIdentityAssociationInput> = {
  operation: "CreatePodIdentityAssociation",
  shape: CREATE_INPUT,
};

const UPDATE: InputModel<UpdatePodIdentityAssociationInput> = {
  operation: "UpdatePodIdentityAssociation",
  shape: UPDATE_INPUT,
};

const LIST: InputModel<ListPodIdentityAssociationsInput> = {
  operation: "ListPodIdentityAssociations",
  shape: LIST_INPUT,
};

const KEY: InputModel<PodIdentityAssociationKey> = {
  operation: "DescribePodIdentityAssociation",
  shape: ASSOCIATION_KEY,
};

/** Returns the schema of the input of `createPodIdentityAssociation`. */
export function createPodIdentityAssociationInputSchema(): ModelSchema<
  CreatePodIdentityAssociationInput,
  CreatePodIdentityAssociationInput
> {
  return inputSchema(CREATE);
}

/**
 * Reads the input of `createPodIdentityAssociation` by the rules that the operation applies. Keeps members that podkey does
 * not know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodeCreatePodIdentityAssociationInput(json: unknown): CreatePodIdentityAssociationInput {
  return decodeInput(CREATE, json);
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
  return inputSchema(UPDATE);
}

/**
 * Reads the input of `updatePodIdentityAssociation` by the rules that the operation applies. Keeps members that podkey does
 * not know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodeUpdatePodIdentityAssociationInput(json: unknown): UpdatePodIdentityAssociationInput {
  return decodeInput(UPDATE, json);
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
  return inputSchema(LIST);
}

/**
 * Reads the input of `listPodIdentityAssociations` by the rules that the operation applies. Keeps members that podkey does not
 * know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodeListPodIdentityAssociationsInput(json: unknown): ListPodIdentityAssociationsInput {
  return decodeInput(LIST, json);
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
  return inputSchema(KEY);
}

/**
 * Reads the input of `describePodIdentityAssociation` and `deletePodIdentityAssociation` by the rules that the operations
 * apply. Keeps members that podkey does not know. Throws `INVALID_REQUEST`, which names the member.
 */
export function decodePodIdentityAssociationKey(json: unknown): PodIdentityAssociationKey {
  return decodeInput(KEY, json);
}

/** Writes the key of an association. `decodePodIdentityAssociationKey` reads it back unchanged. */
export function encodePodIdentityAssociationKey(key: PodIdentityAssociationKey): Record<string, unknown> {
  return { ...key };
}
