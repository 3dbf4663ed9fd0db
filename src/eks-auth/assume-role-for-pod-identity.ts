import * as v from "valibot";
import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { checkRequest, parseResponse, type ResponseContext } from "../aws/decode.ts";
import { clusterName, filledText, text } from "../aws/names.ts";
import { timestamp } from "../aws/timestamp.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { Client } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
import { percentEncode } from "../lib/url.ts";

/**
 * Exchanges a service-account token for credentials of the associated role (EKS Auth AssumeRoleForPodIdentity). The
 * call itself is signed with credentials that hold `eks-auth:AssumeRoleForPodIdentity`, as a node's. Throws `SERVICE`
 * with `ResourceNotFoundException` where no association is effective, `ExpiredTokenException`, `InvalidTokenException`,
 * or `AccessDeniedException`, which arrives with status 400.
 *
 * @example
 * const { credentials } = await assumeRoleForPodIdentity(client, { clusterName: "demo", token });
 */
export async function assumeRoleForPodIdentity(
  client: Client,
  input: AssumeRoleForPodIdentityInput,
  options?: CallOptions,
): Promise<PodIdentitySession> {
  checkAssumeRoleForPodIdentity(input);
  const { clusterName, ...members } = input;
  const result = await callRestJson(
    client,
    {
      service: "eks-auth",
      name: "AssumeRoleForPodIdentity",
      method: "POST",
      path: `/clusters/${percentEncode(clusterName)}/assume-role-for-pod-identity`,
      body: members,
      secrets: [input.token],
    },
    options,
  );
  return decodePodIdentitySession(result.body, result.context);
}

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

/** The form that EKS Auth requires of a token: with a signature, whatever it is worth. */
export const JWT: RegExp = /^[\w=-]+\.[\w=-]+\.[\w=-]+$/;

/** Throws `InvalidRequestError` unless the input can be sent as AssumeRoleForPodIdentity. */
export function checkAssumeRoleForPodIdentity(input: AssumeRoleForPodIdentityInput): void {
  const schema = v.looseObject({
    clusterName: clusterName(),
    token: text(
      (token) => JWT.test(token),
      "must be a JWT: three base64url parts joined by dots, and nothing else",
    ),
    eksNodeName: v.optional(v.string()),
    instanceId: v.optional(v.string()),
    zone: v.optional(v.string()),
  });
  checkRequest(schema, input, "AssumeRoleForPodIdentity");
}

/** Reads the answer to AssumeRoleForPodIdentity. Throws `InvalidResponseError`. */
export function decodePodIdentitySession(body: unknown, context: ResponseContext): PodIdentitySession {
  const member = v.string();
  const secret = filledText();
  const response = v.looseObject({
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
  });
  const session = parseResponse(response, body, context);
  const accountId = accountOf(session.assumedRoleUser.arn);
  return { ...session, credentials: makeCredentials({ ...session.credentials, accountId }) };
}
