import * as fc from "fast-check";
import { accountOf } from "../../../src/aws/arn.ts";
import type { AwsCredentials } from "../../../src/aws/credentials.ts";
import type * as models from "../../../src/models/index.ts";

export const TEXT: fc.Arbitrary<string> = fc.string({ unit: "grapheme" });
const FILLED = fc.string({ minLength: 1, unit: "grapheme" });
/** Times that RFC 3339 can express. */
const TIME = fc.date({
  min: new Date("0001-01-01T00:00:00Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
const ARN = fc.oneof(TEXT, fc.constant("arn:aws:sts::111122223333:assumed-role/checkout/podkey"));

const SUMMARY = {
  clusterName: TEXT,
  namespace: TEXT,
  serviceAccount: TEXT,
  associationArn: TEXT,
  associationId: TEXT,
  ownerArn: TEXT,
};
export const SUMMARIES: fc.Arbitrary<models.PodIdentityAssociationSummary> = fc.record(SUMMARY, {
  requiredKeys: ["clusterName", "namespace", "serviceAccount", "associationArn", "associationId"],
});
export const ASSOCIATIONS: fc.Arbitrary<models.PodIdentityAssociation> = fc.record(
  {
    ...SUMMARY,
    roleArn: TEXT,
    tags: fc.dictionary(
      TEXT.filter((key) => key !== "__proto__"),
      TEXT,
    ),
    createdAt: TIME,
    modifiedAt: TIME,
    disableSessionTags: fc.boolean(),
    targetRoleArn: TEXT,
    externalId: TEXT,
    policy: TEXT,
  },
  {
    requiredKeys: [
      "clusterName",
      "namespace",
      "serviceAccount",
      "associationArn",
      "associationId",
      "roleArn",
    ],
  },
);

/** Credentials of a role, whose account is that of the role's ARN. */
function credentialsOf(arn: string): fc.Arbitrary<AwsCredentials> {
  const accountId = accountOf(arn);
  return fc
    .record({ accessKeyId: FILLED, secretAccessKey: FILLED, sessionToken: FILLED, expiration: TIME })
    .map((credentials) => ({ ...credentials, ...(accountId !== undefined && { accountId }) }));
}

/** Credentials as container endpoints give them. */
export const CREDENTIALS: fc.Arbitrary<AwsCredentials> = fc.record(
  {
    accessKeyId: FILLED,
    secretAccessKey: FILLED,
    sessionToken: FILLED,
    expiration: TIME,
    accountId: FILLED,
  },
  { requiredKeys: ["accessKeyId", "secretAccessKey", "sessionToken", "expiration"] },
);
/** Credentials as a `credential_process` may give them. */
export const PROCESS_CREDENTIALS: fc.Arbitrary<AwsCredentials> = fc.record(
  {
    accessKeyId: FILLED,
    secretAccessKey: FILLED,
    sessionToken: FILLED,
    expiration: TIME,
    accountId: FILLED,
  },
  { requiredKeys: ["accessKeyId", "secretAccessKey"] },
);

export const POD_IDENTITY_SESSIONS: fc.Arbitrary<models.PodIdentitySession> = ARN.chain((arn) =>
  fc.record({
    subject: fc.record({ namespace: TEXT, serviceAccount: TEXT }),
    audience: TEXT,
    podIdentityAssociation: fc.record({ associationArn: TEXT, associationId: TEXT }),
    assumedRoleUser: fc.record({ arn: fc.constant(arn), assumeRoleId: TEXT }),
    credentials: credentialsOf(arn),
  }),
);
export const WEB_SESSIONS: fc.Arbitrary<models.WebIdentitySession> = ARN.chain((arn) =>
  fc.record(
    {
      credentials: credentialsOf(arn),
      assumedRoleUser: fc.record({ arn: fc.constant(arn), assumedRoleId: TEXT }),
      packedPolicySize: fc.nat(),
      sourceIdentity: TEXT,
      subjectFromWebIdentityToken: TEXT,
      provider: TEXT,
      audience: TEXT,
    },
    { requiredKeys: ["credentials", "assumedRoleUser"] },
  ),
);
export const CLAIMS: fc.Arbitrary<models.ServiceAccountTokenClaims> = fc.record(
  {
    iss: TEXT,
    sub: TEXT,
    aud: fc.array(TEXT),
    exp: fc.integer(),
    iat: fc.integer(),
    nbf: fc.integer(),
    "kubernetes.io": fc.record(
      {
        namespace: TEXT,
        serviceaccount: fc.record({ name: TEXT, uid: TEXT }),
        pod: fc.record({ name: TEXT, uid: TEXT }),
        node: fc.record({ name: TEXT, uid: TEXT }, { requiredKeys: ["name"] }),
      },
      { requiredKeys: ["namespace", "serviceaccount"] },
    ),
  },
  { requiredKeys: ["iss", "sub", "aud", "exp"] },
);
