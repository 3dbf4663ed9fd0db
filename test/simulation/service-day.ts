import { keepFresh } from "../../src/credentials/refresh/refresh.ts";
import { Schedule } from "../../src/credentials/refresh/schedule.ts";
import { createRefreshState } from "../../src/credentials/refresh/state.ts";
import { resolvePorts } from "../../src/ports.ts";
import { NOW_MS } from "../support/aws-examples.ts";
import { seededChance } from "../support/chance.ts";
import { virtualClock } from "../support/fake-clock.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../support/time.ts";
import { type TroubledSource, type Troubles, troubledSource } from "./troubled-source.ts";

/** How a service spends its day. */
export interface ServiceDay {
  readonly lifeMs: number;
  readonly requestEveryMs: number;
  readonly isScheduled: boolean;
  readonly seed: number;
  /** What goes wrong in addition to a fifth of all exchanges, half an hour of outage and ten minutes of 429. */
  readonly troubles?: Partial<Troubles>;
}

/** What became of its requests. */
export interface DayReport extends Readonly<TroubledSource["counts"]> {
  readonly requests: number;
  /** Went out with credentials past their expiration. */
  readonly expired: number;
  /** Waited although the credentials at hand were not in their mandatory zone. */
  readonly blockedEarly: number;
  /** Waited in the mandatory zone or without credentials. */
  readonly waited: number;
  /** Got an error: there were no credentials, and the source gave none. */
  readonly refused: number;
  /** The lifetimes that fit into the day. */
  readonly minimum: number;
}

/** Plays the day through. */
export async function playDay(day: ServiceDay): Promise<DayReport> {
  const clock = virtualClock(NOW_MS);
  const chance = seededChance(day.seed);
  const source = troubledSource(clock, chance, {
    lifeMs: day.lifeMs,
    failureRate: 0.2,
    outage: { fromMs: 9.4 * HOUR_MS, toMs: 9.9 * HOUR_MS },
    storm: { fromMs: 15.5 * HOUR_MS, toMs: 15.5 * HOUR_MS + 10 * MINUTE_MS },
    retryAfterMs: 20_000,
    tokenLifeMs: HOUR_MS,
    ...day.troubles,
  });
  const ports = {
    now: clock.now,
    monotonic: clock.monotonic,
    sleep: clock.sleep,
    runLater: clock.runLater,
    random: chance,
  };
  const state = createRefreshState();
  const schedule = day.isScheduled ? new Schedule(ports) : undefined;
  const provide = keepFresh(state, { provider: source.provider, ports: resolvePorts(ports), schedule });
  const seen = { requests: 0, expired: 0, blockedEarly: 0, waited: 0, refused: 0 };
  const request = async (): Promise<void> => {
    seen.requests += 1;
    const startedMs = clock.now();
    const isMandatory = startedMs >= (state.current?.thresholds.mandatoryAtMs ?? 0);
    const expiresAtMs = await provide().then(
      ({ expiration }) => expiration?.getTime() ?? Infinity,
      () => undefined,
    );
    if (expiresAtMs === undefined) seen.refused += 1;
    else if (expiresAtMs <= clock.now()) seen.expired += 1;
    if (clock.now() > startedMs) seen[isMandatory ? "waited" : "blockedEarly"] += 1;
  };
  const requests: Promise<void>[] = [];
  for (let timeMs = NOW_MS; timeMs < NOW_MS + DAY_MS; timeMs += day.requestEveryMs) {
    await clock.runUntil(timeMs);
    requests.push(request());
  }
  await clock.settle(Promise.all(requests));
  schedule?.clear();
  return { ...seen, ...source.counts, minimum: Math.ceil(DAY_MS / day.lifeMs) };
}
