/**
 * podkey on Deno: all that `podkey` exports, with Deno's ports bound, sessions, stores in files and in Deno KV, and an HTTP
 * server.
 *
 * @module
 */

export type { AwsCredentials, CredentialProvider, CredentialRequest } from "../../src/aws/credentials.ts";
export { chain } from "../../src/credentials/providers/chain.ts";
export type { FromContainerOptions } from "../../src/credentials/providers/container/from-container.ts";
export { fromStatic } from "../../src/credentials/providers/from-static.ts";
export {
  type FromTemporaryCredentialsOptions,
  fromTemporaryCredentials,
} from "../../src/credentials/providers/from-temporary-credentials.ts";
export type { FromWebTokenOptions } from "../../src/credentials/providers/from-web-token.ts";
export type { FromInstanceMetadataOptions } from "../../src/credentials/providers/instance/from-instance-metadata.ts";
export type {
  InstanceIdentity,
  ReadInstanceIdentityOptions,
} from "../../src/credentials/providers/instance/identity.ts";
export type { InstanceMetadataOptions } from "../../src/credentials/providers/instance/metadata-client.ts";
export type { RefreshEvent } from "../../src/credentials/refresh/events.ts";
export type { RefreshingProvider } from "../../src/credentials/refresh/refresh.ts";
export type { RefreshOptions } from "../../src/credentials/refresh/refresh-options.ts";
export { Schedule, type Timers } from "../../src/credentials/refresh/schedule.ts";
export type { SharedStore } from "../../src/credentials/refresh/shared-store.ts";
export type { RefreshPolicy } from "../../src/credentials/refresh/thresholds.ts";
export type { FetchInput } from "../../src/credentials/session/fetch-request.ts";
export type { SessionPresignInit } from "../../src/credentials/session/presign-request.ts";
export type { Session, SessionEvent, SessionOptions } from "../../src/credentials/session/session.ts";
export type { SignedFetchInit } from "../../src/credentials/session/signed-fetch.ts";
export type { WaitForIdentityOptions } from "../../src/credentials/session/wait-for-identity.ts";
export { type Digest, webDigest } from "../../src/digest.ts";
export { type AnyPodkeyError, isPodkeyError } from "../../src/errors/any-error.ts";
export type { AwsErrorCode, CommonErrorCode, UnmodelledErrorCode } from "../../src/errors/aws-error-codes.ts";
export {
  AbortedError,
  type CallContext,
  CallError,
  InvalidResponseError,
  NetworkError,
  ServiceError,
  type ServiceErrorFacts,
  TimeoutError,
} from "../../src/errors/call-errors.ts";
export {
  ConfigurationError,
  CredentialsExpiredError,
  CredentialsUnavailableError,
  InvalidRequestError,
  InvalidTokenError,
  NotConfiguredError,
  PodkeyError,
  type SourceReport,
} from "../../src/errors/errors.ts";
export type { Client, ClientEvent, ClientOptions, ClientSource } from "../../src/http/client.ts";
export type { EndpointSettings, ServiceId } from "../../src/http/endpoint.ts";
export type { Bytes } from "../../src/lib/bytes.ts";
export type {
  Fetch,
  FetchedBody,
  FetchedBodyReader,
  FetchedHeaders,
  FetchedResponse,
  FetchInit,
  Send,
} from "../../src/lib/fetch.ts";
export type {
  HeadersInput,
  MaybePromise,
  OutgoingRequest,
  Ports,
  Release,
  Store,
} from "../../src/ports.ts";
export { type PresignedUrl, presignUrl } from "../../src/signing/presign.ts";
export { signHeaders, type UnsignedRequest } from "../../src/signing/sign-request.ts";
export type { SigningContext } from "../../src/signing/signature.ts";
export type { TokenOptions } from "../../src/tokens/token-source.ts";
export type { ConnectOptions } from "../shared/connect.ts";
export type { FileStoreOptions } from "../shared/file-store/store-in-files.ts";
export type { FromEksAuthOptions } from "../shared/from-eks-auth.ts";
export type { KeepWarmOptions, WarmOptions } from "../shared/keep-warm.ts";
export type {
  CloseOptions,
  FetchHandler,
  ServedClient,
  ServeOptions,
  Server,
} from "../shared/server/server.ts";
export { connect } from "./connect.ts";
export {
  createClient,
  createSession,
  fromContainer,
  fromEksAuth,
  fromEnv,
  fromInstanceMetadata,
  fromWebToken,
  readInstanceIdentity,
  refresh,
  resolvePorts,
} from "./core.ts";
export type { DenoKv } from "./deno-api.ts";
export { fileStore } from "./file-store.ts";
export { type DenoKeepWarmOptions, keepWarm } from "./keep-warm.ts";
export { type KvStoreOptions, kvStore } from "./kv-store.ts";
export { denoPorts } from "./ports.ts";
export { serve, serveAgent } from "./serve.ts";
