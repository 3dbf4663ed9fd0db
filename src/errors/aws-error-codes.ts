/** Codes that CreatePodIdentityAssociation models. */
export type CreatePodIdentityAssociationErrorCode =
  | PodIdentityAssociationErrorCode
  | "ResourceInUseException"
  | "ResourceLimitExceededException";

/** Codes that describing, listing, updating and deleting an association model. */
export type PodIdentityAssociationErrorCode =
  | "InvalidParameterException"
  | "InvalidRequestException"
  | "ResourceNotFoundException"
  | "ServerException";

/** Codes that TagResource, UntagResource and ListTagsForResource model. */
export type TagErrorCode = "BadRequestException" | "NotFoundException";

/** Codes that DescribeCluster models. */
export type DescribeClusterErrorCode =
  | "ClientException"
  | "ResourceNotFoundException"
  | "ServerException"
  | "ServiceUnavailableException";

/** Codes that AssumeRoleForPodIdentity models. AccessDenied, too, arrives with status 400. */
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

/** Codes that AssumeRole models, as they stand on the wire. */
export type AssumeRoleErrorCode =
  | "ExpiredTokenException"
  | "MalformedPolicyDocument"
  | "PackedPolicyTooLarge"
  | "RegionDisabledException";

/** Codes that AssumeRoleWithWebIdentity models, as they stand on the wire. */
export type AssumeRoleWithWebIdentityErrorCode =
  | AssumeRoleErrorCode
  | "IDPCommunicationError"
  | "IDPRejectedClaim"
  | "InvalidIdentityToken";

/** Codes that any service may answer with, though none of the operations models them. */
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
 * A code that podkey does not know by name, as AWS may add one any day. Branded, because plain `string` would swallow
 * the literals: so editors complete them, a `switch` narrows, and any text may still be compared with it.
 */
export type UnmodelledErrorCode = string & { readonly unmodelled: true };

/** Every code that a `ServiceError` may carry: AWS's modelled names, the common ones, and an open end. */
export type AwsErrorCode =
  | CreatePodIdentityAssociationErrorCode
  | TagErrorCode
  | DescribeClusterErrorCode
  | AssumeRoleForPodIdentityErrorCode
  | AssumeRoleWithWebIdentityErrorCode
  | CommonErrorCode
  | UnmodelledErrorCode;
