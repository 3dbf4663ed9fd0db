import type { CredentialProvider, CredentialRequest } from "../../src/aws/credentials.ts";
import { type RefreshingProvider, refresh } from "../../src/credentials/refresh/refresh.ts";
import { Schedule } from "../../src/credentials/refresh/schedule.ts";
import { sharedThrough } from "../../src/credentials/sharing/shared-through.ts";
import type { Release, Store } from "../../src/ports.ts";
import type { FakeClock } from "../support/fake-clock.ts";
import { MINUTE_MS, SECOND_MS } from "../support/time.ts";
import type { ModelSource } from "./model-source.ts";

/** What the store does to a process that uses it. */
export type StoreMode = "works" | "fails" | "hangs" | "slow";

/** What the processes of a model share. */
export interface ModelWorld {
  readonly clock: FakeClock;
  readonly chance: () => number;
  readonly source: ModelSource;
  readonly store: Store;
  storeMode: StoreMode;
  /** The processes that ask the source at this time under a lease. */
  readonly asking: Set<ModelProcess>;
  readonly violations: string[];
}

/** How long an answer to a caller may take: the wait for a lease, the source, the store, twice for a forced renewal. */
export const ANSWER_LIMIT_MS: number = 240 * SECOND_MS;

const SLOW_STORE_MS = 1900;
/** How long a process waits for a lease at least, less the time of the operations before it knows that the lease is taken. */
const PATIENCE_MS = 30 * SECOND_MS;
const REST_MS = 5 * SECOND_MS;
const STORE_LIMIT_MS = 2 * SECOND_MS;
const REFUSED_KEPT_MS = 15 * MINUTE_MS;
/** The longest pause between two attempts of a source: five minutes if it asks for them, and the time of the attempt. */
const MAX_PAUSE_MS: number = 5 * MINUTE_MS + ANSWER_LIMIT_MS;

/** One process of a model. It checks the promises of every answer that it gets. */
export class ModelProcess {
  readonly #world: ModelWorld;
  readonly #schedule: Schedule;
  readonly #provide: RefreshingProvider;
  readonly #refusedAtMs = new Map<string, number>();
  readonly #lastAnsweredMs = new Map<string, number>();
  #isDead = false;
  #lease: { calls: number; readonly endsAtMs: number } | undefined;
  #troubleMs = -Infinity;
  #waitingSinceMs: number | undefined;
  #open = 0;
  /** The key that the process got last. */
  key: string | undefined;
  failures = 0;

  constructor(world: ModelWorld) {
    const { clock, chance } = world;
    this.#world = world;
    const runLater: FakeClock["runLater"] = (ms, run) => clock.runLater(ms, () => this.#isDead || run());
    const sleep: FakeClock["sleep"] = async (ms, signal) => {
      await clock.sleep(ms, signal);
      if (this.#isDead) await new Promise(() => undefined);
    };
    const ports = { now: clock.now, monotonic: clock.monotonic, sleep, runLater, random: chance };
    this.#schedule = new Schedule(ports);
    const store = sharedThrough(this.#view());
    const provider: CredentialProvider = (request) => this.#ask(request?.signal);
    const options = { provider, ports, store, identity: "checkout", schedule: this.#schedule };
    this.#provide = refresh(options);
  }

  /** How many callers wait for an answer. */
  get open(): number {
    return this.#isDead ? 0 : this.#open;
  }

  /** Asks for credentials, and checks the answer. */
  async call(request?: CredentialRequest): Promise<string | undefined> {
    const { clock } = this.#world;
    const startedMs = clock.monotonic();
    this.#open += 1;
    const key = await this.#provide(request).then(
      ({ accessKeyId }) => accessKeyId,
      () => undefined,
    );
    if (this.#isDead) return undefined;
    this.#open -= 1;
    if (clock.monotonic() - startedMs > ANSWER_LIMIT_MS)
      this.#violate("a caller waited for longer than the limit");
    if (key === undefined) this.failures += 1;
    else this.#checkKey(key);
    return key;
  }

  /** AWS refuses the key that the process got last. */
  async refuse(): Promise<void> {
    if (this.key === undefined) return;
    const { key } = this;
    if (!this.#refusedAtMs.has(key)) this.#refusedAtMs.set(key, this.#world.clock.monotonic());
    const expiration = new Date(0);
    await this.#provide.invalidate({ accessKeyId: key, secretAccessKey: "secret", expiration });
  }

  /** Ends the process as `kill -9` does: nothing that it began goes on. */
  kill(): void {
    this.#isDead = true;
    this.#world.asking.delete(this);
    this.#schedule.clear();
  }

  #checkKey(key: string): void {
    const { clock, source } = this.#world;
    this.key = key;
    const issued = source.issued.get(key);
    if (!issued) {
      this.#violate("a key was handed out that the source never issued");
      return;
    }
    if (issued.expiresAtMs <= clock.now() && !issued.cameExpired)
      this.#violate("expired credentials were handed out");
    if (this.#isRefused(key)) {
      const askedMs = this.#lastAnsweredMs.get(key) ?? -Infinity;
      const isAskedSince = askedMs >= (this.#refusedAtMs.get(key) ?? 0);
      const isFresh = clock.monotonic() - askedMs > MAX_PAUSE_MS;
      if (!isAskedSince || isFresh) this.#violate("a refused key was handed out as fresh");
    }
  }

  #isRefused(key: string): boolean {
    const sinceMs = this.#world.clock.monotonic() - (this.#refusedAtMs.get(key) ?? -Infinity);
    return sinceMs < REFUSED_KEPT_MS;
  }

  async #ask(signal: AbortSignal | undefined): ReturnType<ModelSource["ask"]> {
    const { clock, source, asking } = this.#world;
    const nowMs = clock.monotonic();
    const isAlone = nowMs - this.#troubleMs <= REST_MS + STORE_LIMIT_MS || this.#waitedMs() >= PATIENCE_MS;
    const lease = this.#lease && nowMs < this.#lease.endsAtMs ? this.#lease : undefined;
    if (!lease && !isAlone) this.#violate("the source was asked without a lease");
    if (lease) lease.calls += 1;
    if (lease && lease.calls > 1 && !isAlone) this.#violate("the source was asked twice under one lease");
    this.#waitingSinceMs = undefined;
    if (!isAlone) asking.add(this);
    if (asking.size > 1) this.#violate("two processes asked the source at once");
    signal?.addEventListener("abort", () => asking.delete(this));
    const credentials = await source.ask().finally(() => asking.delete(this));
    if (this.#isDead) await new Promise(() => undefined);
    this.#lastAnsweredMs.set(credentials.accessKeyId, clock.monotonic());
    return credentials;
  }

  #waitedMs(): number {
    return this.#waitingSinceMs === undefined ? 0 : this.#world.clock.monotonic() - this.#waitingSinceMs;
  }

  /** The shared store as this process meets it. */
  #view(): Store {
    const { store } = this.#world;
    return {
      get: (key) => this.#use(() => store.get(key)),
      delete: (key) => this.#use(() => store.delete(key)),
      set: (key, value, options) => {
        const kept = [...this.#refusedAtMs.keys()].find((refused) => value.includes(refused));
        if (kept !== undefined && this.#isRefused(kept)) this.#violate("a refused key was stored");
        return this.#use(() => store.set(key, value, options));
      },
      acquire: (key, options) =>
        this.#use(async () => this.#hold(await store.acquire(key, options), options.ttlMs)),
    };
  }

  #hold(release: Release | undefined, ttlMs: number): Release | undefined {
    if (!release) {
      this.#waitingSinceMs ??= this.#world.clock.monotonic();
      return undefined;
    }
    const lease = { calls: 0, endsAtMs: this.#world.clock.monotonic() + ttlMs };
    this.#lease = lease;
    return () =>
      this.#use(async () => {
        if (this.#lease === lease) this.#lease = undefined;
        await release();
      });
  }

  async #use<T>(work: () => Promise<T>): Promise<T> {
    const { storeMode, clock } = this.#world;
    if (this.#isDead) await new Promise(() => undefined);
    if (storeMode !== "works") this.#troubleMs = clock.monotonic();
    if (storeMode === "fails") throw new Error("connection refused");
    if (storeMode === "hangs") await new Promise(() => undefined);
    if (storeMode === "slow") await clock.sleep(SLOW_STORE_MS);
    if (this.#isDead) await new Promise(() => undefined);
    return work();
  }

  #violate(what: string): void {
    this.#world.violations.push(what);
  }
}
