import type { AwsCredentials, CredentialProvider } from "../../../../src/aws/credentials.ts";
import type { RefreshEvent } from "../../../../src/credentials/refresh/events.ts";
import { keepFresh, type RefreshingProvider } from "../../../../src/credentials/refresh/refresh.ts";
import type { RefreshOptions } from "../../../../src/credentials/refresh/refresh-options.ts";
import type { SharedStore } from "../../../../src/credentials/refresh/shared-store.ts";
import type { RefreshState } from "../../../../src/credentials/refresh/state.ts";
import { createRefreshState } from "../../../../src/credentials/refresh/state.ts";
import { sharedThrough } from "../../../../src/credentials/sharing/shared-through.ts";
import { type Ports, resolvePorts, type Store } from "../../../../src/ports.ts";
import { CREDENTIALS, NOW_MS } from "../../../support/aws-examples.ts";
import { type FakeClock, fakeClock, queueTurn } from "../../../support/fake-clock.ts";
import { HOUR_MS } from "../../../support/time.ts";

/** The source, and any option of `refresh`. */
export interface SceneOptions extends Omit<Partial<RefreshOptions>, "ports" | "store"> {
  readonly store?: Store | SharedStore;
  readonly clock?: FakeClock;
  readonly ports?: Partial<Ports>;
  readonly lifeMs?: number;
  readonly latencyMs?: number;
  readonly random?: number;
  readonly state?: RefreshState;
}

/** A provider that keeps fresh what a source returns that a test can break. */
export interface Scene {
  readonly provide: RefreshingProvider;
  readonly clock: FakeClock;
  readonly state: RefreshState;
  readonly events: RefreshEvent[];
  readonly source: FakeSource;
  /** Moves the clock, and lets what that starts run. */
  readonly pass: (ms: number) => Promise<void>;
  /** Asks, and moves the clock until the key is there. */
  readonly key: (request?: Parameters<CredentialProvider>[0]) => Promise<string>;
  readonly types: () => string[];
}

/** A source that returns another key each time, or throws `failure`. */
export interface FakeSource {
  readonly provider: CredentialProvider;
  calls: number;
  failure: unknown;
  lifeMs: number;
  latencyMs: number;
}

/** Makes credentials with a numbered key. Without a time they do not expire. */
export function numbered(number: number, expiresAtMs?: number): AwsCredentials {
  const accessKeyId = `ASIAEXAMPLE${String(number).padStart(9, "0")}`;
  return {
    ...CREDENTIALS,
    accessKeyId,
    ...(expiresAtMs !== undefined && { expiration: new Date(expiresAtMs) }),
  };
}

/** Makes a source on a clock. */
export function fakeSource(clock: FakeClock, lifeMs: number = HOUR_MS, latencyMs = 0): FakeSource {
  const source: FakeSource = {
    calls: 0,
    failure: undefined,
    lifeMs,
    latencyMs,
    provider: async () => {
      source.calls += 1;
      const number = source.calls;
      if (source.latencyMs > 0) await clock.sleep(source.latencyMs);
      if (source.failure !== undefined) throw source.failure;
      return numbered(number, clock.now() + source.lifeMs);
    },
  };
  return source;
}

/** Makes a provider over a source. The clock stands still. */
export function refreshScene(options: SceneOptions = {}): Scene {
  const {
    clock = fakeClock(NOW_MS),
    lifeMs,
    latencyMs,
    random = 0,
    ports,
    store,
    state = createRefreshState(),
    ...rest
  } = options;
  const { now, monotonic, sleep, runLater } = clock;
  const source = fakeSource(clock, lifeMs, latencyMs);
  const events: RefreshEvent[] = [];
  const provide = keepFresh(state, {
    provider: source.provider,
    onEvent: (event) => events.push(event),
    ...rest,
    ...(store && { store: "share" in store ? store : sharedThrough(store) }),
    ports: resolvePorts({ now, monotonic, sleep, runLater, random: () => random, ...ports }),
  });
  return {
    provide,
    clock,
    state,
    events,
    source,
    pass: async (ms) => {
      clock.advance(ms);
      await queueTurn();
      await queueTurn();
    },
    key: async (request) => (await clock.settle(provide(request))).accessKeyId,
    types: () => events.map(({ type }) => type),
  };
}

/** Returns the numbered key. */
export function keyOf(number: number): string {
  return numbered(number).accessKeyId;
}
