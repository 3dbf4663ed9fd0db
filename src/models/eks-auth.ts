import * as v from "valibot";
import { parseArn } from "./arn.ts";
import { type AwsCredentials, makeCredentials } from "./credentials.ts";
import { clusterName } from "./names.ts";
import { checkRequest, parseResponse, type ResponseContext } from "./parse.ts";
import { timestamp } from "./timestamp.ts";

/** The audience of the tokens that EKS Auth takes. */
export const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

/** What AssumeRoleForPodIdentity takes. The last three tell AWS where the pod runs, for its audit trail. */
export interface AssumeRoleForPodIdentityInput {
  readonly clusterName: string;
  /** A service-account token for the audience `pods.eks.amazonaws.com`. Secret. */
  readonly token: string;
  readonly eksNodeName?: string;
  /** The EC2 instance, as `i-1234567890abcdef0`. */
  readonly instanceId?: string;
  /** The id of the Availability Zone, as `usw2-az1`. */
  readonly zone?: string;
}

/** What AssumeRoleForPodIdentity answers. */
export interface PodIdentitySession {
  readonly subject: { readonly namespace: string; readonly serviceAccount: string };
  readonly audience: string;
  readonly podIdentityAssociation: { readonly associationArn: string; readonly associationId: string };
  /** `assumeRoleId` is spelled as EKS Auth does; STS calls it `AssumedRoleId`. */
  readonly assumedRoleUser: { readonly arn: string; readonly assumeRoleId: string };
  readonly credentials: AwsCredentials;
}

const JWT = /^[\w=-]+\.[\w=-]+\.[\w=-]+$/;

const request = v.looseObject({
  clusterName,
  token: v.pipe(
    v.string(),
    v.regex(JWT, "must be a JWT: three base64url parts joined by dots, and nothing else"),
  ),
  eksNodeName: v.optional(v.string()),
  instanceId: v.optional(v.string()),
  zone: v.optional(v.string()),
});

const response = v.looseObject({
  subject: v.looseObject({ namespace: v.string(), serviceAccount: v.string() }),
  audience: v.string(),
  podIdentityAssociation: v.looseObject({ associationArn: v.string(), associationId: v.string() }),
  assumedRoleUser: v.looseObject({ arn: v.string(), assumeRoleId: v.string() }),
  credentials: v.looseObject({
    accessKeyId: v.string(),
    secretAccessKey: v.string(),
    sessionToken: v.string(),
    expiration: timestamp,
  }),
});

/** Throws `InvalidRequestError` unless the input can be sent as AssumeRoleForPodIdentity. */
export function checkAssumeRoleForPodIdentity(input: AssumeRoleForPodIdentityInput): void {
  checkRequest(request, input, "AssumeRoleForPodIdentity");
}

/** Reads the answer to AssumeRoleForPodIdentity. Throws `InvalidResponseError`. */
export function decodePodIdentitySession(body: unknown, context: ResponseContext): PodIdentitySession {
  const session = parseResponse(response, body, context);
  const accountId = parseArn(session.assumedRoleUser.arn)?.accountId;
  return { ...session, credentials: makeCredentials({ ...session.credentials, accountId }) };
}
