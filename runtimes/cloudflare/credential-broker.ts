import type { CredentialProvider, CredentialRequest } from "../../src/aws/credentials.ts";
import type { RefreshEvent } from "../../src/credentials/refresh/events.ts";
import { keepFresh, type RefreshingProvider } from "../../src/credentials/refresh/refresh.ts";
import { createRefreshState, type RefreshState } from "../../src/credentials/refresh/state.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";
import type { Ports, Store } from "../../src/ports.ts";
import { encodeRecord } from "../../src/stores/credentials-record.ts";
import { requireSealed } from "../../src/stores/plaintext.ts";
import { BROKER_URL, FORCE_PARAMETER, MIN_TTL_PARAMETER, NAME_PARAMETER } from "./broker-protocol.ts";
import type { ObjectState, ObjectStorage } from "./worker-api.ts";

/** Where a broker's credentials come from, and how it keeps them. */
export interface BrokerSettings {
  readonly provider: CredentialProvider;
  /** Keeps credentials over restarts: `sealed(durableObjectStore(storage), keys)`. */
  readonly store?: Store;
  readonly ports?: Partial<Ports>;
  readonly onEvent?: (event: RefreshEvent) => void;
}

/** What a broker is told of itself. */
export interface BrokerSetting {
  /** The name that Workers ask for. */
  readonly identity: string;
  readonly storage: ObjectStorage;
}

/** A class of Durable Objects, to be exported by the Worker under the name of its binding. */
export type CredentialBrokerClass<Env> = new (state: ObjectState, env: Env) => CredentialBroker;

/** A Durable Object that holds the credentials of one identity for every Worker of the account. */
export interface CredentialBroker {
  fetch(request: Request): Promise<Response>;
  alarm(): Promise<void>;
}

const IDENTITY_KEY = "podkey.identity";
const USED_KEY = "podkey.used";

/**
 * Makes the class of a credential broker: one object an identity, and so one exchange for the whole network. It renews ahead of
 * expiry by its alarm, as long as somebody asks. Workers ask it with `fromBroker`.
 *
 * @example
 * export const Broker = createCredentialBroker((env: Env, { storage }) => ({
 *   provider: fromWebToken({ client, roleArn: env.ROLE_ARN, token: () => mintToken(env) }),
 *   store: sealed(durableObjectStore(storage), { keys: { a: env.SEALING_KEY }, currentKeyId: "a" }),
 * }));
 */
export function createCredentialBroker<Env>(
  settingsFor: (env: Env, setting: BrokerSetting) => BrokerSettings,
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
  #plannedAtMs = 0;

  constructor(storage: ObjectStorage, settingsOf: (identity: string) => BrokerSettings) {
    this.#storage = storage;
    this.#settingsOf = settingsOf;
  }

  async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const identity = searchParams.get(NAME_PARAMETER);
    if (!identity) return new Response(`ask as ${BROKER_URL}?${NAME_PARAMETER}=…`, { status: 400 });
    this.#identity ??= identity;
    if (identity !== this.#identity) {
      const message = "this broker has the credentials of another identity";
      return Response.json({ message }, { status: 409 });
    }
    try {
      return await this.#answer(identity, demandOf(searchParams));
    } catch (error) {
      return Response.json(isPodkeyError(error) ? error : { message: "the source failed" }, {
        status: 502,
      });
    }
  }

  /** Renews what was used since it came; an identity that nobody asks for is left to expire. */
  async alarm(): Promise<void> {
    const identity = await this.#storage.get(IDENTITY_KEY);
    if (typeof identity !== "string" || !(await this.#storage.get(USED_KEY))) return;
    // A failure is not the alarm's to report: the event tells it, and the next caller or alarm tries again.
    await this.#renew(identity).catch(() => undefined);
    await this.#plan(identity);
  }

  /** An object that has just started takes what it stored before it renews: if that fails, callers still have it. */
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

  /** Sets the alarm for credentials that have just come, or for another try after a failure. */
  async #plan(identity: string): Promise<void> {
    const { current, failure, refreshedAtMs } = this.#state;
    const timeMs = failure?.retryAtMs ?? current?.thresholds.advisoryAtMs ?? Infinity;
    this.#plannedAtMs = refreshedAtMs;
    this.#isMarkedUsed = this.#isWanted();
    await Promise.all([
      this.#storage.put(IDENTITY_KEY, identity),
      this.#storage.put(USED_KEY, this.#isMarkedUsed),
      timeMs !== Infinity && this.#storage.setAlarm(timeMs),
    ]);
  }

  /** Whether somebody asked since the credentials came, or since the source failed to replace ones that had ended. */
  #isWanted(): boolean {
    const { current, failure, usedAtMs } = this.#state;
    const isOver = failure && failure.failedAtMs >= (current?.thresholds.expiresAtMs ?? 0);
    return usedAtMs > (isOver ? failure.failedAtMs : (current?.obtainedAtMs ?? 0));
  }

  async #markUsed(): Promise<void> {
    if (this.#isMarkedUsed) return;
    this.#isMarkedUsed = true;
    await this.#storage.put(USED_KEY, true);
  }

  #providerOf(identity: string): RefreshingProvider {
    if (this.#provider) return this.#provider;
    const { store, ports, ...settings } = this.#settingsOf(identity);
    this.#provider = keepFresh(this.#state, {
      ...settings,
      identity,
      store: store && requireSealed(store),
      // Unlike the requests of a Worker, those of an object may await each other's promises.
      ports: { ...ports, shareInFlight: true },
    });
    return this.#provider;
  }
}

function demandOf(parameters: URLSearchParams): CredentialRequest {
  const minTtlMs = Number(parameters.get(MIN_TTL_PARAMETER) ?? 0);
  return {
    ...(minTtlMs > 0 && { minTtlMs }),
    ...(parameters.has(FORCE_PARAMETER) && { forceRefresh: true }),
  };
}
