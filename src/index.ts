/**
 * AWS credentials from the identity that a program already has, and the means to sign with them.
 *
 * @module
 */

export type { Cell, Current, Failure } from "./credentials/cell.ts";
export { chain } from "./credentials/chain.ts";
export { type FromContainerOptions, fromContainer } from "./credentials/from-container.ts";
export { type FromEksAuthOptions, fromEksAuth } from "./credentials/from-eks-auth.ts";
export { fromEnv } from "./credentials/from-env.ts";
export {
  type FromInstanceMetadataOptions,
  fromInstanceMetadata,
} from "./credentials/from-instance-metadata.ts";
export { fromStatic } from "./credentials/from-static.ts";
export {
  type FromTemporaryCredentialsOptions,
  fromTemporaryCredentials,
} from "./credentials/from-temporary-credentials.ts";
export { type FromWebTokenOptions, fromWebToken } from "./credentials/from-web-token.ts";
export {
  type InstanceIdentity,
  type ReadInstanceIdentityOptions,
  readInstanceIdentity,
} from "./credentials/instance-identity.ts";
export type { InstanceMetadataOptions } from "./credentials/instance-metadata.ts";
export { type RefreshingProvider, type RefreshOptions, refresh } from "./credentials/refresh.ts";
export type { RefreshEvent } from "./credentials/refresh-event.ts";
export type { BodyInput } from "./credentials/request-body.ts";
export { Schedule } from "./credentials/schedule.ts";
export {
  createSession,
  type Session,
  type SessionOptions,
  type SessionPresignInit,
} from "./credentials/session.ts";
export type { SignedFetchInit } from "./credentials/signed-fetch.ts";
export type { TokenOptions } from "./credentials/token-source.ts";
export type { WaitForIdentityOptions } from "./credentials/wait-for-identity.ts";
export type { Zones } from "./credentials/zones.ts";
export { type Client, type ClientEvent, type ClientOptions, createClient } from "./http/client.ts";
export type { Clock } from "./http/clock-skew.ts";
export type { EndpointSettings, ServiceId } from "./http/endpoint.ts";
export type { RetryQuota } from "./http/retry.ts";
export { type AnyPodkeyError, isPodkeyError } from "./models/any-error.ts";
export type { AwsErrorCode, CommonErrorCode, UnmodelledErrorCode } from "./models/aws-error-codes.ts";
export type { Bytes } from "./models/bytes.ts";
export {
  AbortedError,
  type CallContext,
  CallError,
  InvalidResponseError,
  NetworkError,
  ServiceError,
  type ServiceErrorFacts,
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
  type Digest,
  type FetchInit,
  type HeadersInput,
  type MaybePromise,
  type OutgoingRequest,
  type Ports,
  type Release,
  resolvePorts,
  type Store,
  webDigest,
} from "./ports.ts";
export { type PresignedUrl, presignUrl } from "./signing/presign.ts";
export {
  type SigningContext,
  signHeaders,
  type UnsignedRequest,
} from "./signing/sigv4.ts";
