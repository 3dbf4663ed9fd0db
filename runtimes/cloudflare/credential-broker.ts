import type { CredentialProvider, CredentialRequest } from "../../src/aws/credentials.ts";
import type { RefreshEvent } from "../../src/credentials/refresh/events.ts";
import { keepFresh, type RefreshingProvider } from "../../src/credentials/refresh/refresh.ts";
import { createRefreshState, type RefreshState } from "../../src/credentials/refresh/state.ts";
import { encodeRecord } from "../../src/credentials/sharing/credentials-record.ts";
import { sharedThrough } from "../../src/credentials/sharing/shared-through.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";
import { type Ports, resolvePorts, type Store } from "../../src/ports.ts";
import { brokerUrl, readBrokerUrl } from "./broker-protocol.ts";
import type { ObjectState, ObjectStorage } from "./worker-api.ts";

/** The source of a broker's credentials, and where it keeps them. */
export interface BrokerSettings {
  /** Gets credentials from their source. */
  readonly provider: CredentialProvider;
  /** How long the source may take, in milliseconds. After that, Workers get an error and the next one asks again. Default: 30,000. */
  readonly timeoutMs?: number;
  /** Keeps credentials across restarts, for example `sealed(durableObjectStore(storage), keys)`. Default: none. */
  readonly store?: Store;
  /** Replaces parts of the runtime. Default: those of Workers. */
  readonly ports?: Partial<Ports>;
  /** Called for each renewal, failure and store error. Default: events are dropped. */
  readonly onEvent?: (event: RefreshEvent) => void;
}

/** The object that a broker runs in. */
export interface BrokerContext {
  /** The name that Workers ask for, for example `checkout-prod`. */
  readonly identity: string;
  /** The storage of the Durable Object. */
  readonly storage: ObjectStorage;
}

/** A class of Durable Objects. The Worker exports it under the `class_name` of its binding. */
export type CredentialBrokerClass<Env> = new (state: ObjectState, env: Env) => CredentialBroker;

/** A Durable Object that holds the credentials of one identity for every Worker of the account. */
export interface CredentialBroker {
  /** Answers a Worker's request with credentials. */
  fetch(request: Request): Promise<Response>;
  /** Renews credentials before they expire. The Workers runtime calls it. */
  alarm(): Promise<void>;
}

const IDENTITY_KEY = "podkey.identity";
const USED_KEY = "podkey.used";

/**
 * Makes the class of a credential broker: one object per identity, and therefore one exchange for the whole network. Its alarm
 * renews credentials before they expire, as long as Workers use them. Workers ask it with `fromBroker`.
 *
 * @example
 * export const Broker = createCredentialBroker((env: Env, { storage }) => ({
 *   provider: fromWebToken({ client, roleArn: env.ROLE_ARN, token: () => mintToken(env) }),
 *   store: sealed(durableObjectStore(storage), { keys: { a: env.SEALING_KEY }, currentKeyId: "a" }),
 * }));
 */
export function createCredentialBroker<Env>(
  settingsFor: (env: Env, context: BrokerContext) => BrokerSettings,
): CredentialBrokerClass<Env> {
  return class extends Broker {
    constructor({ storage }: ObjectState, env: Env) {
      super(storage, (identity) => settingsFor(env, { identity, storage }));
    }
  };
}

class Broker implements CredentialBroker {
  readonly #storage: ObjectStorage;
  readonly #settingsOf: (identity: string) => BrokerSettings;
  readonly #state: RefreshState = createRefreshState();
  #identity: string | undefined;
  #provider: RefreshingProvider | undefined;
  #isMarkedUsed = false;
  #plannedAtMs = -Infinity;
  #ports: Ports = resolvePorts();

  constructor(storage: ObjectStorage, settingsOf: (identity: string) => BrokerSettings) {
    this.#storage = storage;
    this.#settingsOf = settingsOf;
  }

  async fetch(request: Request): Promise<Response> {
    const asked = readBrokerUrl(request.url);
    if (!asked) return new Response(`ask for ${brokerUrl({ identity: "checkout-prod" })}`, { status: 400 });
    const { identity, demand } = asked;
    this.#identity ??= identity;
    if (identity !== this.#identity) {
      const message = "this broker has the credentials of another identity";
      return Response.json({ message }, { status: 409 });
    }
    try {
      return await this.#answer(identity, demand);
    } catch (error) {
      return Response.json(isPodkeyError(error) ? error : { message: "the source failed" }, {
        status: 502,
      });
    }
  }

  /** Renews credentials that were used since they were obtained. Lets the credentials of an unused identity expire. */
  async alarm(): Promise<void> {
    const identity = await this.#storage.get(IDENTITY_KEY);
    if (typeof identity !== "string" || !(await this.#storage.get(USED_KEY))) return;
    // `onEvent` reports a failure, and the next caller or alarm tries again.
    await this.#renew(identity).catch(() => undefined);
    await this.#plan(identity);
  }

  /** Loads stored credentials before it renews them, so that callers still have them if the renewal fails. */
  async #renew(identity: string): Promise<void> {
    const provide = this.#providerOf(identity);
    if (!this.#state.current) await provide();
    if (this.#isWanted()) await provide({ forceRefresh: true });
  }

  async #answer(identity: string, demand: CredentialRequest): Promise<Response> {
    const credentials = await this.#providerOf(identity)(demand);
    if (this.#state.refreshedAtMs !== this.#plannedAtMs) await this.#plan(identity);
    else if (this.#isWanted()) await this.#markUsed();
    const obtainedAtMs = this.#state.current?.obtainedAtMs ?? 0;
    return new Response(encodeRecord({ credentials, obtainedAtMs }));
  }

  /** Sets the alarm for the renewal of new credentials, or for another attempt after a failure. */
  async #plan(identity: string): Promise<void> {
    const { current, failure, refreshedAtMs } = this.#state;
    const { now, monotonic } = this.#ports;
    const retryAtMs = failure && now() + failure.retryAtMs - monotonic();
    const timeMs = retryAtMs ?? current?.thresholds.advisoryAtMs ?? Infinity;
    this.#plannedAtMs = refreshedAtMs;
    this.#isMarkedUsed = this.#isWanted();
    await Promise.all([
      this.#storage.put(IDENTITY_KEY, identity),
      this.#storage.put(USED_KEY, this.#isMarkedUsed),
      timeMs !== Infinity && this.#storage.setAlarm(timeMs),
    ]);
  }

  /** Tells whether a Worker asked since the credentials were obtained, or since a renewal of expired ones failed. */
  #isWanted(): boolean {
    const { current, failure, usedAtMs } = this.#state;
    const isOver = failure && this.#ports.now() >= (current?.thresholds.expiresAtMs ?? 0);
    return usedAtMs > (isOver ? failure.failedAtMs : (current?.sinceMs ?? -Infinity));
  }

  async #markUsed(): Promise<void> {
    if (this.#isMarkedUsed) return;
    this.#isMarkedUsed = true;
    await this.#storage.put(USED_KEY, true);
  }

  #providerOf(identity: string): RefreshingProvider {
    if (this.#provider) return this.#provider;
    const { ports, store, ...settings } = this.#settingsOf(identity);
    // Requests to one object, unlike those to a Worker, may await each other's promises.
    this.#ports = resolvePorts({ ...ports, shareInFlight: true });
    this.#provider = keepFresh(this.#state, {
      ...settings,
      store: store && sharedThrough(store),
      identity,
      ports: this.#ports,
    });
    return this.#provider;
  }
}
