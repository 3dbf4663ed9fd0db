import type { IssuedSession } from "../world/principals.ts";
import type { StsValue } from "./responses.ts";

/** The `Credentials` and `AssumedRoleUser` elements of an STS answer. */
export function sessionElements(issued: IssuedSession): { readonly [name: string]: StsValue } {
  return {
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: new Date(issued.session.expiresAtMs),
    },
    AssumedRoleUser: { AssumedRoleId: issued.userId, Arn: issued.arn },
  };
}
