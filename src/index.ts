/**
 * AWS credentials from the identity that a program already has, and the means to sign with them.
 *
 * @module
 */
export { chain } from "./credentials/chain.ts";
export { type FromContainerOptions, fromContainer } from "./credentials/from-container.ts";
export { type FromEksAuthOptions, fromEksAuth } from "./credentials/from-eks-auth.ts";
export { fromEnv } from "./credentials/from-env.ts";
export { fromStatic } from "./credentials/from-static.ts";
export {
  type FromTemporaryCredentialsOptions,
  fromTemporaryCredentials,
} from "./credentials/from-temporary-credentials.ts";
export { type FromWebTokenOptions, fromWebToken } from "./credentials/from-web-token.ts";
export type { TokenOptions } from "./credentials/token-source.ts";
export { type Client, type ClientEvent, type ClientOptions, createClient } from "./http/client.ts";
export type { EndpointSettings, ServiceId } from "./http/endpoint.ts";
export { type AnyPodkeyError, isPodkeyError } from "./models/any-error.ts";
export type { AwsErrorCode, CommonErrorCode, UnmodelledErrorCode } from "./models/aws-error-codes.ts";
export {
  AbortedError,
  type CallContext,
  InvalidResponseError,
  NetworkError,
  ServiceError,
  TimeoutError,
} from "./models/call-errors.ts";
export type { AwsCredentials, CredentialProvider, CredentialRequest } from "./models/credentials.ts";
export { CredentialsUnavailableError, type SourceReport } from "./models/credentials-errors.ts";
export {
  ConfigurationError,
  CredentialsExpiredError,
  InvalidRequestError,
  InvalidTokenError,
  NotConfiguredError,
  PodkeyError,
} from "./models/errors.ts";
export {
  type Bytes,
  type Digest,
  type FetchInit,
  type MaybePromise,
  type OutgoingRequest,
  type Ports,
  resolvePorts,
  webDigest,
} from "./ports.ts";
export { type PresignedUrl, presignUrl } from "./signing/presign.ts";
export {
  type SigningContext,
  signHeaders,
  type UnsignedRequest,
} from "./signing/sigv4.ts";
