import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { FILLED_TEXT, TEXT } from "../aws/names.ts";
import type { ObjectShape } from "../aws/shape.ts";
import { TIME, toEpochSeconds } from "../aws/timestamp.ts";

/** The result of `assumeRoleForPodIdentity`. Members that this version does not list pass through unchanged. */
export interface PodIdentitySession {
  /** The service account of the token. */
  readonly subject: { readonly namespace: string; readonly serviceAccount: string };
  /** The audience of the token. */
  readonly audience: string;
  /** The association that gave the role. */
  readonly podIdentityAssociation: { readonly associationArn: string; readonly associationId: string };
  /** The session of the role. EKS Auth spells `assumeRoleId` this way; STS calls it `AssumedRoleId`. */
  readonly assumedRoleUser: { readonly arn: string; readonly assumeRoleId: string };
  /** The credentials of the role. */
  readonly credentials: AwsCredentials;
}

/** A session as EKS Auth writes it. */
export interface PodIdentitySessionOnWire extends Omit<PodIdentitySession, "credentials"> {
  readonly credentials: Required<Omit<AwsCredentials, "accountId">>;
}

/** The response to AssumeRoleForPodIdentity. */
export const SESSION_RESPONSE: ObjectShape<PodIdentitySessionOnWire> = {
  required: {
    subject: { required: { namespace: TEXT, serviceAccount: TEXT }, optional: {} },
    audience: TEXT,
    podIdentityAssociation: { required: { associationArn: TEXT, associationId: TEXT }, optional: {} },
    assumedRoleUser: { required: { arn: TEXT, assumeRoleId: TEXT }, optional: {} },
    credentials: {
      required: {
        accessKeyId: FILLED_TEXT,
        secretAccessKey: FILLED_TEXT,
        sessionToken: FILLED_TEXT,
        expiration: TIME,
      },
      optional: {},
    },
  },
  optional: {},
};

/** Makes a session of what EKS Auth wrote. The account is that of the role. */
export function toPodIdentitySession(session: PodIdentitySessionOnWire): PodIdentitySession {
  const accountId = accountOf(session.assumedRoleUser.arn);
  return { ...session, credentials: makeCredentials({ ...session.credentials, accountId }) };
}

/**
 * Writes a session as EKS Auth does, with the expiration as epoch seconds. `decodePodIdentitySession` reads it back unchanged:
 * it takes the account from `assumedRoleUser`. The result prints its secrets.
 */
export function encodePodIdentitySession(session: PodIdentitySession): Record<string, unknown> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session.credentials;
  return {
    ...session,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      ...(expiration && { expiration: toEpochSeconds(expiration) }),
    },
  };
}
