/** The error codes in AWS's model of CreatePodIdentityAssociation. */
export type CreatePodIdentityAssociationErrorCode =
  | PodIdentityAssociationErrorCode
  | "ResourceInUseException"
  | "ResourceLimitExceededException";

/** The error codes in AWS's models of describing, listing, updating and deleting an association. */
export type PodIdentityAssociationErrorCode =
  | "InvalidParameterException"
  | "InvalidRequestException"
  | "ResourceNotFoundException"
  | "ServerException";

/** The error codes in AWS's models of TagResource, UntagResource and ListTagsForResource. */
export type TagErrorCode = "BadRequestException" | "NotFoundException";

/** The error codes in AWS's model of DescribeCluster. */
export type DescribeClusterErrorCode =
  | "ClientException"
  | "ResourceNotFoundException"
  | "ServerException"
  | "ServiceUnavailableException";

/** The error codes in AWS's model of AssumeRoleForPodIdentity. AccessDeniedException arrives with status 400. */
export type AssumeRoleForPodIdentityErrorCode =
  | "AccessDeniedException"
  | "ExpiredTokenException"
  | "InternalServerException"
  | "InvalidParameterException"
  | "InvalidRequestException"
  | "InvalidTokenException"
  | "ResourceNotFoundException"
  | "ServiceUnavailableException"
  | "ThrottlingException";

/** The error codes in AWS's model of AssumeRole, in the spelling of the response. */
export type AssumeRoleErrorCode =
  | "ExpiredTokenException"
  | "MalformedPolicyDocument"
  | "PackedPolicyTooLarge"
  | "RegionDisabledException";

/** The error codes in AWS's model of AssumeRoleWithWebIdentity, in the spelling of the response. */
export type AssumeRoleWithWebIdentityErrorCode =
  | AssumeRoleErrorCode
  | "IDPCommunicationError"
  | "IDPRejectedClaim"
  | "InvalidIdentityToken";

/** Error codes that any service may return, although AWS's models of the operations lack them. */
export type CommonErrorCode =
  | "AccessDenied"
  | "AccessDeniedException"
  | "ExpiredToken"
  | "ExpiredTokenException"
  | "IncompleteSignature"
  | "InternalFailure"
  | "InvalidClientTokenId"
  | "InvalidSignatureException"
  | "MissingAuthenticationToken"
  | "MissingAuthenticationTokenException"
  | "RequestExpired"
  | "ServiceUnavailable"
  | "SignatureDoesNotMatch"
  | "Throttling"
  | "ThrottlingException"
  | "UnrecognizedClientException"
  | "ValidationError";

/**
 * An error code that podkey does not list, because AWS adds codes at any time. Branded: with plain `string`, editors would
 * not complete the listed codes, and a `switch` would not narrow.
 */
export type UnmodelledErrorCode = string & { readonly unmodelled: true };

/** Any error code of a `ServiceError`: those in AWS's models, the common ones, and unlisted ones. */
export type AwsErrorCode =
  | CreatePodIdentityAssociationErrorCode
  | TagErrorCode
  | DescribeClusterErrorCode
  | AssumeRoleForPodIdentityErrorCode
  | AssumeRoleWithWebIdentityErrorCode
  | CommonErrorCode
  | UnmodelledErrorCode;
