/**
 * podkey on Cloudflare Workers: sessions for requests, and a Durable Object that gets credentials for all of them.
 *
 * @module
 */

export type { Session } from "../../src/credentials/session/session.ts";
export type { ConnectOptions } from "../shared/connect.ts";
export { type CloudflareConnectOptions, connect } from "./connect.ts";
export {
  type BrokerContext,
  type BrokerSettings,
  type CredentialBroker,
  type CredentialBrokerClass,
  createCredentialBroker,
} from "./credential-broker.ts";
export { type DurableObjectStoreOptions, durableObjectStore } from "./durable-object-store.ts";
export { type FromBrokerOptions, fromBroker } from "./from-broker.ts";
export { keepWarm, type ScheduledHandler } from "./keep-warm.ts";
export { type KvNamespace, type KvStoreOptions, kvStore } from "./kv-store.ts";
export { cloudflarePorts } from "./ports.ts";
export type { ObjectNamespace, ObjectState, ObjectStorage, WorkerContext } from "./worker-api.ts";
