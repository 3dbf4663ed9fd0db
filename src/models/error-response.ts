import type { AwsErrorCode, UnmodelledErrorCode } from "../errors/aws-error-codes.ts";

/** What EKS's errors say about the request that failed. */
export interface EksErrorMembers {
  /** The add-on of the request. */
  readonly addonName?: string;
  /** The cluster of the request. */
  readonly clusterName?: string;
  /** The Fargate profile of the request. */
  readonly fargateProfileName?: string;
  /** The node group of the request. */
  readonly nodegroupName?: string;
  /** The id of the EKS Anywhere subscription of the request. */
  readonly subscriptionId?: string;
}

/** The names of the errors that podkey lists: those in AWS's models, and those that any service may return. */
export type ListedErrorName = Exclude<AwsErrorCode, UnmodelledErrorCode>;

/** An error of EKS, EKS Auth or STS. A `switch` over `name` narrows it, and thereby its `members`. */
export type ServiceErrorResponse = ListedErrorResponse<ListedErrorName> | UnmodelledErrorResponse;

/** What all error responses have in common. */
export interface ErrorResponseFacts {
  /** AWS's message. Empty if the response has none. */
  readonly awsMessage: string;
  /** The HTTP status. */
  readonly status: number;
  /** AWS's id of the request. */
  readonly requestId?: string;
}

/** An error with one of these names. */
export type ListedErrorResponse<Name extends ListedErrorName> = Name extends ListedErrorName
  ? ErrorResponseFacts & {
      /** AWS's name of the error, e.g. `ResourceInUseException`. */
      readonly name: Name;
      /** AWS's error code: the name. */
      readonly awsCode: Name;
      /** Further members of the response, those that podkey does not know, too. Empty for STS, whose errors have none. */
      readonly members: ListedErrorMembers<Name>;
    }
  : never;

/** An error that podkey does not list, because AWS adds errors at any time. */
export interface UnmodelledErrorResponse extends ErrorResponseFacts {
  /** Always `Unmodelled`. */
  readonly name: "Unmodelled";
  /** AWS's error code. `Unknown` if the response has none. */
  readonly awsCode: string;
  /** Further members of the response. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** The members of an error with this name: those in AWS's models, and any that podkey does not know. */
export type ListedErrorMembers<Name> = Readonly<Record<string, unknown>> &
  (Name extends keyof MemberNames ? Pick<EksErrorMembers, MemberNames[Name]> : unknown);

interface MemberNames {
  ClientException: ScopeNames | "subscriptionId";
  InvalidParameterException: keyof EksErrorMembers;
  InvalidRequestException: ScopeNames | "subscriptionId";
  ResourceInUseException: ScopeNames;
  ResourceLimitExceededException: "clusterName" | "nodegroupName" | "subscriptionId";
  ResourceNotFoundException: keyof EksErrorMembers;
  ServerException: ScopeNames | "subscriptionId";
  ThrottlingException: "clusterName";
}

type ScopeNames = "addonName" | "clusterName" | "nodegroupName";

const LISTED: Readonly<Record<ListedErrorName, true>> = {
  AccessDenied: true,
  AccessDeniedException: true,
  BadRequestException: true,
  ClientException: true,
  ExpiredToken: true,
  ExpiredTokenException: true,
  IDPCommunicationError: true,
  IDPRejectedClaim: true,
  IncompleteSignature: true,
  InternalFailure: true,
  InternalServerException: true,
  InvalidClientTokenId: true,
  InvalidIdentityToken: true,
  InvalidParameterException: true,
  InvalidRequestException: true,
  InvalidSignatureException: true,
  InvalidTokenException: true,
  MalformedPolicyDocument: true,
  MissingAuthenticationToken: true,
  MissingAuthenticationTokenException: true,
  NotFoundException: true,
  PackedPolicyTooLarge: true,
  RegionDisabledException: true,
  RequestExpired: true,
  ResourceInUseException: true,
  ResourceLimitExceededException: true,
  ResourceNotFoundException: true,
  ServerException: true,
  ServiceUnavailable: true,
  ServiceUnavailableException: true,
  SignatureDoesNotMatch: true,
  Throttling: true,
  ThrottlingException: true,
  UnrecognizedClientException: true,
  ValidationError: true,
};

/** Whether podkey lists an error of this name. */
export function isListed(awsCode: string): boolean {
  return Object.hasOwn(LISTED, awsCode);
}
