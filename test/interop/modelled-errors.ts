import { ROLE_ARN } from "../support/aws-examples.ts";
import type { ServedEmulator } from "./served-emulator.ts";

export type ForeignService = "eks" | "eks-auth" | "sts";

/** A call that must fail with a known error. The names of operations and members are those of both SDKs. */
export interface FailingCall {
  readonly service: ForeignService;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The SDK's class of the error. */
  readonly exception: string;
  readonly status: number;
  /** The code of an injected fault, for an error that no request causes. */
  readonly injectedCode?: string;
}

/** The objects that the calls use. */
export interface Precedents {
  /** The id of an association that an add-on owns. */
  readonly ownedId: string;
  readonly podToken: string;
  readonly expiredPodToken: string;
  readonly expiredWebToken: string;
}

const TARGET = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
const FREE_PAIR = { ...TARGET, serviceAccount: "cart", roleArn: ROLE_ARN };
const NO_ASSOCIATION = "arn:aws:eks:us-west-2:111122223333:podidentityassociation/demo/a-none";
const ASSUME = { RoleArn: ROLE_ARN, RoleSessionName: "interop" };
const ACCOUNT = { namespace: "shop", serviceAccount: "checkout" };
const UNTRUSTING_ROLE_ARN = "arn:aws:iam::111122223333:role/untrusting";

/** Creates the state that the calls need. The emulator's `now` adds `clock` to the time. */
export async function setPrecedents(
  { emulator }: ServedEmulator,
  clock: { offsetMs: number },
): Promise<Precedents> {
  const owner = { ownerArn: "arn:aws:eks:us-west-2:111122223333:addon/demo/vpc-cni/1" };
  const { associationId } = emulator.addAddonAssociation({ ...TARGET, roleArn: ROLE_ARN, ...owner });
  emulator.setRole(UNTRUSTING_ROLE_ARN, { trusts: false });
  emulator.addCluster("untrusted");
  emulator.addAddonAssociation({
    clusterName: "untrusted",
    ...ACCOUNT,
    roleArn: UNTRUSTING_ROLE_ARN,
    ...owner,
  });
  const issue = (clusterName: string, audience?: string): Promise<string> => {
    return emulator.issueToken({
      clusterName,
      ...ACCOUNT,
      expirationSeconds: 3600,
      ...(audience && { audience }),
    });
  };
  const podToken = await issue("untrusted");
  clock.offsetMs = -7_200_000;
  const expiredPodToken = await issue("demo");
  const expiredWebToken = await issue("demo", "sts.amazonaws.com");
  clock.offsetMs = 0;
  return { ownedId: associationId, podToken, expiredPodToken, expiredWebToken };
}

/** Every error that EKS models for associations, tags and DescribeCluster, and its common errors. */
export function eksErrors({ ownedId }: Precedents): FailingCall[] {
  const owned = { clusterName: "demo", associationId: ownedId };
  const create = { service: "eks", operation: "CreatePodIdentityAssociation" } as const;
  const describe = { service: "eks", operation: "DescribePodIdentityAssociation", input: owned } as const;
  const list = { service: "eks", operation: "ListPodIdentityAssociations" } as const;
  const listTags = { service: "eks", operation: "ListTagsForResource" } as const;
  const foreignRole = { ...FREE_PAIR, roleArn: "arn:aws:iam::444455556666:role/checkout" };
  const badRole = { ...FREE_PAIR, roleArn: "checkout" };
  return [
    {
      ...create,
      input: { ...TARGET, roleArn: ROLE_ARN },
      exception: "ResourceInUseException",
      status: 409,
    },
    { ...create, input: FREE_PAIR, exception: "ResourceLimitExceededException", status: 400 },
    { ...create, input: badRole, exception: "InvalidParameterException", status: 400 },
    { ...create, input: foreignRole, exception: "AccessDeniedException", status: 403 },
    {
      ...describe,
      operation: "DeletePodIdentityAssociation",
      exception: "InvalidRequestException",
      status: 400,
    },
    { ...list, input: { clusterName: "none" }, exception: "ResourceNotFoundException", status: 404 },
    {
      ...describe,
      exception: "ServerException",
      status: 500,
      injectedCode: "ServerException",
    },
    {
      ...describe,
      exception: "ThrottlingException",
      status: 429,
      injectedCode: "ThrottlingException",
    },
    { ...listTags, input: { resourceArn: NO_ASSOCIATION }, exception: "NotFoundException", status: 404 },
    { ...listTags, input: { resourceArn: ROLE_ARN }, exception: "BadRequestException", status: 400 },
  ];
}

/** Every error that STS models for AssumeRole and AssumeRoleWithWebIdentity. */
export function stsErrors({ expiredWebToken }: Precedents): FailingCall[] {
  const assume = { service: "sts", operation: "AssumeRole", input: ASSUME } as const;
  const exchange = { ...assume, operation: "AssumeRoleWithWebIdentity" } as const;
  const withToken = (WebIdentityToken: string) => ({ ...ASSUME, WebIdentityToken });
  const longPolicy = JSON.stringify({ Version: "2012-10-17", Statement: "x".repeat(2048) });
  return [
    {
      ...assume,
      input: { ...ASSUME, Policy: "{" },
      exception: "MalformedPolicyDocumentException",
      status: 400,
    },
    {
      ...assume,
      input: { ...ASSUME, Policy: longPolicy },
      exception: "PackedPolicyTooLargeException",
      status: 400,
    },
    {
      ...assume,
      exception: "RegionDisabledException",
      status: 403,
      injectedCode: "RegionDisabledException",
    },
    { ...exchange, input: withToken(expiredWebToken), exception: "ExpiredTokenException", status: 400 },
    {
      ...exchange,
      input: withToken("no.web.token"),
      exception: "InvalidIdentityTokenException",
      status: 400,
    },
    {
      ...exchange,
      input: withToken("a.b.c"),
      exception: "IDPCommunicationErrorException",
      status: 400,
      injectedCode: "IDPCommunicationError",
    },
    {
      ...exchange,
      input: withToken("a.b.c"),
      exception: "IDPRejectedClaimException",
      status: 403,
      injectedCode: "IDPRejectedClaim",
    },
  ];
}

function podExchange(
  token: string,
  clusterName = "demo",
): Pick<FailingCall, "service" | "operation" | "input"> {
  return { service: "eks-auth", operation: "AssumeRoleForPodIdentity", input: { clusterName, token } };
}

/** Every error that EKS Auth models. */
export function eksAuthErrors({ podToken, expiredPodToken }: Precedents): FailingCall[] {
  const injected = (exception: string, status: number): FailingCall => {
    return { ...podExchange("a.b.c"), exception, status, injectedCode: exception };
  };
  return [
    { ...podExchange(podToken, "untrusted"), exception: "AccessDeniedException", status: 400 },
    { ...podExchange(expiredPodToken), exception: "ExpiredTokenException", status: 400 },
    { ...podExchange("a.b.c"), exception: "InvalidTokenException", status: 400 },
    { ...podExchange("no token"), exception: "InvalidParameterException", status: 400 },
    { ...podExchange(podToken, "none"), exception: "ResourceNotFoundException", status: 404 },
    injected("InvalidRequestException", 400),
    injected("ThrottlingException", 429),
    injected("InternalServerException", 500),
    injected("ServiceUnavailableException", 503),
  ];
}

/** Makes the next call of an operation fail, if no request causes the error. */
export function injectErrorOf({ emulator }: ServedEmulator, call: FailingCall): void {
  const { operation, status, injectedCode: code } = call;
  if (code !== undefined) emulator.injectFault({ kind: "error", operation, status, code, times: 1 });
}
