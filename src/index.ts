/**
 * Gets AWS credentials from the identity that a program already has, keeps them fresh, and signs with them.
 *
 * @module
 */

export type { AwsCredentials, CredentialProvider, CredentialRequest } from "./aws/credentials.ts";
export { chain } from "./credentials/providers/chain.ts";
export {
  type FromContainerOptions,
  fromContainer,
} from "./credentials/providers/container/from-container.ts";
export { type FromEksAuthOptions, fromEksAuth } from "./credentials/providers/from-eks-auth.ts";
export { fromEnv } from "./credentials/providers/from-env.ts";
export { fromStatic } from "./credentials/providers/from-static.ts";
export {
  type FromTemporaryCredentialsOptions,
  fromTemporaryCredentials,
} from "./credentials/providers/from-temporary-credentials.ts";
export { type FromWebTokenOptions, fromWebToken } from "./credentials/providers/from-web-token.ts";
export {
  type FromInstanceMetadataOptions,
  fromInstanceMetadata,
} from "./credentials/providers/instance/from-instance-metadata.ts";
export {
  type InstanceIdentity,
  type ReadInstanceIdentityOptions,
  readInstanceIdentity,
} from "./credentials/providers/instance/identity.ts";
export type { InstanceMetadataOptions } from "./credentials/providers/instance/metadata-client.ts";
export type { RefreshEvent } from "./credentials/refresh/events.ts";
export { type RefreshingProvider, refresh } from "./credentials/refresh/refresh.ts";
export type { RefreshOptions } from "./credentials/refresh/refresh-options.ts";
export { Schedule, type Timers } from "./credentials/refresh/schedule.ts";
export type { SharedStore } from "./credentials/refresh/shared-store.ts";
export type { RefreshPolicy } from "./credentials/refresh/thresholds.ts";
export type { FetchInput } from "./credentials/session/fetch-request.ts";
export type { SessionPresignInit } from "./credentials/session/presign-request.ts";
export {
  createSession,
  type Session,
  type SessionEvent,
  type SessionOptions,
} from "./credentials/session/session.ts";
export type { SignedFetchInit } from "./credentials/session/signed-fetch.ts";
export type { WaitForIdentityOptions } from "./credentials/session/wait-for-identity.ts";
export { type Digest, webDigest } from "./digest.ts";
export { type AnyPodkeyError, isPodkeyError } from "./errors/any-error.ts";
export type { AwsErrorCode, CommonErrorCode, UnmodelledErrorCode } from "./errors/aws-error-codes.ts";
export {
  AbortedError,
  type CallContext,
  CallError,
  InvalidResponseError,
  NetworkError,
  ServiceError,
  type ServiceErrorFacts,
  TimeoutError,
} from "./errors/call-errors.ts";
export {
  ConfigurationError,
  CredentialsExpiredError,
  CredentialsUnavailableError,
  InvalidRequestError,
  InvalidTokenError,
  NotConfiguredError,
  PodkeyError,
  type SourceReport,
} from "./errors/errors.ts";
export {
  type Client,
  type ClientEvent,
  type ClientOptions,
  type ClientSource,
  createClient,
} from "./http/client.ts";
export type { EndpointSettings, ServiceId } from "./http/endpoint.ts";
export type { Bytes } from "./lib/bytes.ts";
export type {
  Fetch,
  FetchedBody,
  FetchedBodyReader,
  FetchedHeaders,
  FetchedResponse,
  FetchInit,
  Send,
} from "./lib/fetch.ts";
export {
  type HeadersInput,
  type MaybePromise,
  type OutgoingRequest,
  type Ports,
  type Release,
  resolvePorts,
  type Store,
} from "./ports.ts";
export { type PresignedUrl, presignUrl } from "./signing/presign.ts";
export { signHeaders, type UnsignedRequest } from "./signing/sign-request.ts";
export type { SigningContext } from "./signing/signature.ts";
export type { TokenOptions } from "./tokens/token-source.ts";
