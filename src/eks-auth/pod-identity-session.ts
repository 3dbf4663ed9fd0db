import * as v from "valibot";
import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import type { Schema } from "../aws/decode.ts";
import { filledText } from "../aws/names.ts";
import { timestamp, toEpochSeconds } from "../aws/timestamp.ts";

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

/** The schema of the response to AssumeRoleForPodIdentity. */
export function podIdentitySessionSchema(): Schema<PodIdentitySession> {
  const member = v.string();
  const secret = filledText();
  return v.pipe(
    v.looseObject({
      subject: v.looseObject({ namespace: member, serviceAccount: member }),
      audience: member,
      podIdentityAssociation: v.looseObject({ associationArn: member, associationId: member }),
      assumedRoleUser: v.looseObject({ arn: member, assumeRoleId: member }),
      credentials: v.looseObject({
        accessKeyId: secret,
        secretAccessKey: secret,
        sessionToken: secret,
        expiration: timestamp(),
      }),
    }),
    v.transform((session) => {
      const accountId = accountOf(session.assumedRoleUser.arn);
      return { ...session, credentials: makeCredentials({ ...session.credentials, accountId }) };
    }),
  );
}

/**
 * Writes a session as EKS Auth does, with the expiration as epoch seconds. `podIdentitySessionSchema` reads it back unchanged:
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
