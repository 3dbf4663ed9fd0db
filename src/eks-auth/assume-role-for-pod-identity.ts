import * as v from "valibot";
import { accountOf } from "../aws/arn.ts";
import { type AwsCredentials, makeCredentials } from "../aws/credentials.ts";
import { checkRequest, parseResponse, type ResponseContext } from "../aws/decode.ts";
import { clusterName, filledText, text } from "../aws/names.ts";
import { timestamp } from "../aws/timestamp.ts";
import type { CallOptions } from "../http/attempt.ts";
import type { ClientSource } from "../http/client.ts";
import { callRestJson } from "../http/protocols/rest-json.ts";
import { percentEncode } from "../lib/url.ts";
import type { Pod } from "../tokens/service-account-token.ts";
import { adviceOn } from "./advice.ts";

/** The audience that a token for EKS Auth must have. */
export const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

/** The input of `assumeRoleForPodIdentity`. */
export interface AssumeRoleForPodIdentityInput {
  /** The name of the EKS cluster. */
  readonly clusterName: string;
  /** A service-account token for the audience `pods.eks.amazonaws.com`. Secret. */
  readonly token: string;
  /** The name of the pod's node, for AWS's audit trail. Default: none. */
  readonly eksNodeName?: string;
  /** The id of the node's EC2 instance, e.g. `i-1234567890abcdef0`, for AWS's audit trail. Default: none. */
  readonly instanceId?: string;
  /** The id of the node's Availability Zone, e.g. `usw2-az1`, for AWS's audit trail. Default: none. */
  readonly zone?: string;
}

/** The result of `assumeRoleForPodIdentity`. */
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

/** The form of a token that EKS Auth accepts: three parts, the last of which is a signature. */
export const JWT: RegExp = /^[\w=-]+\.[\w=-]+\.[\w=-]+$/;

/**
 * Exchanges a service-account token for credentials of the associated role (EKS Auth AssumeRoleForPodIdentity). The client's
 * credentials must allow `eks-auth:AssumeRoleForPodIdentity`, as those of a node do. Throws `SERVICE` with
 * `ResourceNotFoundException` if no association is in effect, with `ExpiredTokenException`, `InvalidTokenException`, or
 * `AccessDeniedException`, which has status 400.
 *
 * @example
 * const { credentials } = await assumeRoleForPodIdentity(client, { clusterName: "demo", token });
 */
export function assumeRoleForPodIdentity(
  client: ClientSource,
  input: AssumeRoleForPodIdentityInput,
  options?: CallOptions,
): Promise<PodIdentitySession> {
  return assumeRoleForPod(client, input, { ...options });
}

/** Does the same as `assumeRoleForPodIdentity`, and names the pod in the advice of an error. */
export async function assumeRoleForPod(
  client: ClientSource,
  input: AssumeRoleForPodIdentityInput,
  { pod, ...options }: CallOptions & { readonly pod?: () => Pod | undefined },
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
      advise: ({ awsMessage }) => adviceOn(awsMessage, { clusterName, ...pod?.() }),
    },
    options,
  );
  return decodePodIdentitySession(result.body, result.context);
}

/** Throws `INVALID_REQUEST` unless the input can be sent as AssumeRoleForPodIdentity. */
function checkAssumeRoleForPodIdentity(input: AssumeRoleForPodIdentityInput): void {
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

/** Reads the response to AssumeRoleForPodIdentity. Throws `INVALID_RESPONSE`. */
function decodePodIdentitySession(body: unknown, context: ResponseContext): PodIdentitySession {
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
