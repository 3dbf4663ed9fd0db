import * as fc from "fast-check";
import * as models from "../../../src/models/index.ts";
import { ROLE_ARN } from "../../support/aws-examples.ts";
import { type Model, model } from "./model.ts";

const FILLED = fc.string({ minLength: 1, unit: "grapheme" });
const CLUSTER = fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_-]{0,20}$/);
const LABEL = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
const ROLE = fc.stringMatching(/^arn:aws:iam::[0-9]{12}:role\/[a-z/]{1,10}$/);
const POLICY = fc.constant('{"Version":"2012-10-17"}');
const ID = fc.stringMatching(/^a-[a-z0-9]{17}$/);
const CREATE_INPUTS: fc.Arbitrary<models.CreatePodIdentityAssociationInput> = fc.oneof(
  fc.record(
    {
      clusterName: CLUSTER,
      namespace: LABEL,
      serviceAccount: LABEL,
      roleArn: ROLE,
      targetRoleArn: ROLE,
      disableSessionTags: fc.boolean(),
      tags: fc.dictionary(fc.stringMatching(/^[b-z]{1,9}$/), fc.stringMatching(/^[b-z]{0,9}$/)),
      clientRequestToken: FILLED,
    },
    { requiredKeys: ["clusterName", "namespace", "serviceAccount", "roleArn"] },
  ),
  fc.record({
    clusterName: CLUSTER,
    namespace: LABEL,
    serviceAccount: LABEL,
    roleArn: ROLE,
    policy: POLICY,
    disableSessionTags: fc.constant(true),
  }),
);
const UPDATE_INPUTS: fc.Arbitrary<models.UpdatePodIdentityAssociationInput> = fc.record(
  {
    clusterName: CLUSTER,
    associationId: ID,
    roleArn: ROLE,
    targetRoleArn: fc.oneof(ROLE, fc.constant("")),
    policy: fc.oneof(POLICY, fc.constant("")),
    disableSessionTags: fc.constant(true),
    clientRequestToken: FILLED,
  },
  { requiredKeys: ["clusterName", "associationId", "roleArn"] },
);
const LIST_INPUTS: fc.Arbitrary<models.ListPodIdentityAssociationsInput> = fc.record(
  {
    clusterName: CLUSTER,
    namespace: LABEL,
    serviceAccount: LABEL,
    maxResults: fc.integer({ min: 1, max: 100 }),
    nextToken: FILLED,
  },
  { requiredKeys: ["clusterName"] },
);
const KEYS: fc.Arbitrary<models.PodIdentityAssociationKey> = fc.record({
  clusterName: CLUSTER,
  associationId: ID,
});

const INPUT = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout", roleArn: ROLE_ARN };

/** The models of the inputs of operations. */
export const INPUTS: readonly Model<unknown>[] = [
  model({
    name: "CreatePodIdentityAssociationInput",
    schema: models.createPodIdentityAssociationInputSchema,
    decode: models.decodeCreatePodIdentityAssociationInput,
    encode: models.encodeCreatePodIdentityAssociationInput,
    code: "INVALID_REQUEST",
    values: CREATE_INPUTS,
    keepsUnknownAt: [[]],
    example: { json: INPUT, value: INPUT },
  }),
  model({
    name: "UpdatePodIdentityAssociationInput",
    schema: models.updatePodIdentityAssociationInputSchema,
    decode: models.decodeUpdatePodIdentityAssociationInput,
    encode: models.encodeUpdatePodIdentityAssociationInput,
    code: "INVALID_REQUEST",
    values: UPDATE_INPUTS,
    keepsUnknownAt: [[]],
    example: {
      json: { clusterName: "demo", associationId: "a-1", policy: "" },
      value: { clusterName: "demo", associationId: "a-1", policy: "" },
    },
  }),
  model({
    name: "ListPodIdentityAssociationsInput",
    schema: models.listPodIdentityAssociationsInputSchema,
    decode: models.decodeListPodIdentityAssociationsInput,
    encode: models.encodeListPodIdentityAssociationsInput,
    code: "INVALID_REQUEST",
    values: LIST_INPUTS,
    keepsUnknownAt: [[]],
    example: {
      json: { clusterName: "demo", maxResults: 100 },
      value: { clusterName: "demo", maxResults: 100 },
    },
  }),
  model({
    name: "PodIdentityAssociationKey",
    schema: models.podIdentityAssociationKeySchema,
    decode: models.decodePodIdentityAssociationKey,
    encode: models.encodePodIdentityAssociationKey,
    code: "INVALID_REQUEST",
    values: KEYS,
    keepsUnknownAt: [[]],
    example: {
      json: { clusterName: "demo", associationId: "a-1" },
      value: { clusterName: "demo", associationId: "a-1" },
    },
  }),
];
