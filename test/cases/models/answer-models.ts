import * as fc from "fast-check";
import * as models from "../../../src/models/index.ts";
import { ASSOCIATION, CONTAINER_BODY, POD_IDENTITY_SESSION } from "../../support/aws-examples.ts";
import { CANARY_SECRET_KEY, CANARY_SESSION_TOKEN } from "../../support/canaries.ts";
import { POD_CLAIMS } from "../../support/unsigned-token.ts";
import {
  ASSOCIATIONS,
  CLAIMS,
  CREDENTIALS,
  POD_IDENTITY_SESSIONS,
  PROCESS_CREDENTIALS,
  SUMMARIES,
  TEXT,
  WEB_SESSIONS,
} from "./answer-values.ts";
import { type Model, model } from "./model.ts";

const SECRETS = { secretAccessKey: CANARY_SECRET_KEY, sessionToken: CANARY_SESSION_TOKEN };
const EXPIRATION = new Date("2026-03-01T18:00:00.000Z");
const STS_JSON = {
  Credentials: {
    AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
    SecretAccessKey: CANARY_SECRET_KEY,
    SessionToken: CANARY_SESSION_TOKEN,
    Expiration: 1_772_388_000,
  },
  AssumedRoleUser: {
    AssumedRoleId: "AROA3XFRBF535EXAMPLE:podkey",
    Arn: "arn:aws:sts::111122223333:assumed-role/checkout/podkey",
  },
  PackedPolicySize: 6,
};
const STS_VALUE = {
  credentials: {
    accessKeyId: "ASIAIOSFODNN7EXAMPLE",
    ...SECRETS,
    expiration: EXPIRATION,
    accountId: "111122223333",
  },
  assumedRoleUser: {
    assumedRoleId: "AROA3XFRBF535EXAMPLE:podkey",
    arn: "arn:aws:sts::111122223333:assumed-role/checkout/podkey",
  },
  packedPolicySize: 6,
};
const CONTAINER_VALUE = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  ...SECRETS,
  accountId: "111122223333",
  expiration: EXPIRATION,
};
const { roleArn: _, ...SUMMARY_JSON } = ASSOCIATION;

/** The models of what services and programs answer. */
export const ANSWERS: readonly Model<unknown>[] = [
  model({
    name: "PodIdentityAssociation",
    schema: models.podIdentityAssociationSchema,
    decode: models.decodePodIdentityAssociation,
    encode: models.encodePodIdentityAssociation,
    code: "INVALID_RESPONSE",
    values: ASSOCIATIONS,
    keepsUnknownAt: [[]],
    example: {
      json: { ...ASSOCIATION, createdAt: 1_772_366_400.734, tags: { team: "shop" } },
      value: { ...ASSOCIATION, createdAt: new Date(1_772_366_400_734), tags: { team: "shop" } },
    },
  }),
  model({
    name: "PodIdentityAssociationSummary",
    schema: models.podIdentityAssociationSummarySchema,
    decode: models.decodePodIdentityAssociationSummary,
    encode: models.encodePodIdentityAssociationSummary,
    code: "INVALID_RESPONSE",
    values: SUMMARIES,
    keepsUnknownAt: [[]],
    example: { json: SUMMARY_JSON, value: SUMMARY_JSON },
  }),
  model({
    name: "PodIdentityAssociationPage",
    schema: models.podIdentityAssociationPageSchema,
    decode: models.decodePodIdentityAssociationPage,
    encode: models.encodePodIdentityAssociationPage,
    code: "INVALID_RESPONSE",
    values: fc.record(
      { associations: fc.array(SUMMARIES), nextToken: TEXT },
      { requiredKeys: ["associations"] },
    ),
    keepsUnknownAt: [[]],
    example: {
      json: { associations: [SUMMARY_JSON], nextToken: "next" },
      value: { associations: [SUMMARY_JSON], nextToken: "next" },
    },
  }),
  model({
    name: "PodIdentitySession",
    schema: models.podIdentitySessionSchema,
    decode: models.decodePodIdentitySession,
    encode: models.encodePodIdentitySession,
    code: "INVALID_RESPONSE",
    values: POD_IDENTITY_SESSIONS,
    keepsUnknownAt: [[], ["subject"], ["podIdentityAssociation"], ["assumedRoleUser"]],
    example: {
      json: {
        ...POD_IDENTITY_SESSION,
        credentials: { accessKeyId: "ASIAIOSFODNN7EXAMPLE", ...SECRETS, expiration: 1_772_388_000 },
      },
      value: { ...POD_IDENTITY_SESSION, credentials: CONTAINER_VALUE },
    },
  }),
  model({
    name: "RoleSession",
    schema: models.roleSessionSchema,
    decode: models.decodeRoleSession,
    encode: models.encodeRoleSession,
    code: "INVALID_RESPONSE",
    values: WEB_SESSIONS,
    keepsUnknownAt: [[]],
    example: { json: STS_JSON, value: STS_VALUE },
  }),
  model({
    name: "WebIdentitySession",
    schema: models.webIdentitySessionSchema,
    decode: models.decodeWebIdentitySession,
    encode: models.encodeWebIdentitySession,
    code: "INVALID_RESPONSE",
    values: WEB_SESSIONS,
    keepsUnknownAt: [[]],
    example: {
      json: { ...STS_JSON, SubjectFromWebIdentityToken: "system:serviceaccount:shop:checkout" },
      value: { ...STS_VALUE, subjectFromWebIdentityToken: "system:serviceaccount:shop:checkout" },
    },
  }),
  model({
    name: "CallerIdentity",
    schema: models.callerIdentitySchema,
    decode: models.decodeCallerIdentity,
    encode: models.encodeCallerIdentity,
    code: "INVALID_RESPONSE",
    values: fc.record({ account: TEXT, arn: TEXT, userId: TEXT }),
    keepsUnknownAt: [[]],
    example: {
      json: { Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/ops", UserId: "AIDAEXAMPLE" },
      value: { account: "111122223333", arn: "arn:aws:iam::111122223333:user/ops", userId: "AIDAEXAMPLE" },
    },
  }),
  model({
    name: "ContainerCredentials",
    schema: models.containerCredentialsSchema,
    decode: models.decodeContainerCredentials,
    encode: models.encodeContainerCredentials,
    code: "INVALID_RESPONSE",
    values: CREDENTIALS,
    keepsUnknownAt: [],
    example: {
      json: {
        ...CONTAINER_BODY,
        SecretAccessKey: CANARY_SECRET_KEY,
        Token: CANARY_SESSION_TOKEN,
        Expiration: "2026-03-01T18:00:00.000Z",
      },
      value: CONTAINER_VALUE,
    },
  }),
  model({
    name: "CredentialProcess",
    schema: models.credentialProcessSchema,
    decode: models.decodeCredentialProcess,
    encode: models.encodeCredentialProcess,
    code: "INVALID_RESPONSE",
    values: PROCESS_CREDENTIALS,
    keepsUnknownAt: [],
    example: {
      json: {
        Version: 1,
        AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
        SecretAccessKey: CANARY_SECRET_KEY,
        SessionToken: CANARY_SESSION_TOKEN,
        Expiration: "2026-03-01T18:00:00.000Z",
        AccountId: "111122223333",
      },
      value: CONTAINER_VALUE,
    },
  }),
  model({
    name: "ServiceAccountTokenClaims",
    schema: models.serviceAccountTokenClaimsSchema,
    decode: (json) => models.decodeServiceAccountTokenClaims(json),
    encode: models.encodeServiceAccountTokenClaims,
    code: "INVALID_TOKEN",
    values: CLAIMS,
    keepsUnknownAt: [[], ["kubernetes.io"]],
    example: { json: POD_CLAIMS, value: POD_CLAIMS },
  }),
];
