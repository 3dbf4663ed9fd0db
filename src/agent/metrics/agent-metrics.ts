import { isPodkeyError } from "../../errors/any-error.ts";
import type { AgentEvent, AgentState } from "../answer/events.ts";
import { RefusedError } from "../answer/refusal.ts";
import { Histogram, LabelledCounter, type MetricFamily, writeOpenMetrics } from "./open-metrics.ts";

/** Counts the events of an agent, and writes them as metrics. */
export interface AgentMetrics {
  /** Counts an event. Pass it to `createAgent` as `onEvent`. */
  readonly onEvent: (event: AgentEvent) => void;
  /** Returns the OpenMetrics text, whose content type is `OPEN_METRICS_TYPE`. `nowMs` is in milliseconds since the epoch. */
  readonly openMetrics: (state: AgentState, nowMs: number) => string;
}

type EventOf<Type extends AgentEvent["type"]> = Extract<AgentEvent, { type: Type }>;

/** The upper bounds of the histogram buckets, for waits for the rate limiter and for calls to EKS Auth with their retries. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const CODE = /^[A-Za-z]\w{0,63}$/;
const OUTCOMES = ["succeeded", "recoverable", "final"] as const;

/** The code with which the agent's own limit refuses. EKS Auth answers `ThrottlingException`. */
const OWN_LIMIT_CODE = "TooManyRequestsException";

/**
 * Makes the metrics of an agent: those of the EKS Pod Identity Agent with the same names and meanings, and podkey's own,
 * whose names begin with `podkey_agent_`. They hold numbers and codes, never the name of a pod.
 *
 * @example
 * const metrics = createAgentMetrics();
 * const agent = createAgent({ clusterName: "demo", credentials, onEvent: metrics.onEvent });
 * const text = metrics.openMetrics(agent.state(), Date.now());
 */
export function createAgentMetrics(): AgentMetrics {
  const values = createValues();
  return {
    onEvent: (event) => count(values, event),
    openMetrics: (state, nowMs) => {
      return writeOpenMetrics([...agentFamilies(values), ...ownFamilies(values), ...gauges(state, nowMs)]);
    },
  };
}

type Values = ReturnType<typeof createValues>;

function createValues() {
  const kinds = ["initial", "renewal"].flatMap((kind) => OUTCOMES.map((outcome) => ({ kind, outcome })));
  return {
    httpResponse: new LabelledCounter([], ""),
    cacheState: new LabelledCounter(
      ["hit", "miss", "evicted"].map((state) => ({ state })),
      "",
    ),
    cacheErrors: new LabelledCounter([], ""),
    answers: new LabelledCounter([{ status: "200" }]),
    hits: new LabelledCounter([{}]),
    misses: new LabelledCounter([{}]),
    exchanges: new LabelledCounter(kinds),
    evictions: new LabelledCounter(["full", "expired", "refused"].map((reason) => ({ reason }))),
    verifications: new LabelledCounter(["verified", "refused", "no_keys"].map((outcome) => ({ outcome }))),
    exchangeSeconds: new Histogram(SECONDS),
    waitSeconds: new Histogram(SECONDS),
  };
}

function count(values: Values, event: AgentEvent): void {
  switch (event.type) {
    case "answer":
      countAnswer(values, event);
      return;
    case "exchange":
    case "exchange-failed":
      countExchange(values, event);
      return;
    case "evict":
      values.cacheState.add({ state: "evicted" });
      values.evictions.add({ reason: event.reason });
      return;
    case "verify":
      values.verifications.add({ outcome: event.outcome.replace(" ", "_") });
  }
}

function countAnswer(values: Values, { status, from, awsCode }: EventOf<"answer">): void {
  values.answers.add({ status: String(status) });
  if (from === "cache") values.hits.add({});
  if (from === "exchange") values.misses.add({});
  // The EKS Pod Identity Agent counts neither other paths, which probes ask for, nor what its own limit refused.
  const isCounted = (from !== undefined || awsCode !== undefined) && awsCode !== OWN_LIMIT_CODE;
  if (isCounted) values.httpResponse.add({ code: String(status) });
}

function countExchange(values: Values, event: EventOf<"exchange"> | EventOf<"exchange-failed">): void {
  const { durationMs, waitedMs, isRenewal } = event;
  const kind = isRenewal ? "renewal" : "initial";
  values.waitSeconds.observe(waitedMs / 1000);
  values.exchangeSeconds.observe(Math.max(0, durationMs - waitedMs) / 1000);
  if (!isRenewal) values.cacheState.add({ state: "miss" });
  if (event.type === "exchange") {
    values.exchanges.add({ kind, outcome: "succeeded" });
    if (isRenewal) values.cacheState.add({ state: "hit" });
    return;
  }
  const { isRecoverable, error } = event;
  values.exchanges.add({ kind, outcome: isRecoverable ? "recoverable" : "final" });
  if (!isRenewal) return;
  values.cacheErrors.add({ type: isRecoverable ? "Recoverable" : "NonRecoverable", code: codeOf(error) });
}

function codeOf(error: unknown): string {
  const code = awsCodeOf(error);
  return CODE.test(code) ? code : "Unknown";
}

function awsCodeOf(error: unknown): string {
  if (error instanceof RefusedError) return error.refusal.awsCode;
  if (!isPodkeyError(error)) return "";
  return error.code === "SERVICE" ? error.awsCode : error.code;
}

/** The EKS agent's metrics are counters without the suffix `_total` that OpenMetrics requires, hence of type unknown. */
function agentFamilies({ httpResponse, cacheState, cacheErrors }: Values): MetricFamily[] {
  return [
    {
      name: "pod_identity_http_response",
      type: "unknown",
      help: "Responses of /v1/credentials by HTTP status, without those that the agent's own limit refused.",
      samples: httpResponse.samples,
    },
    {
      name: "pod_identity_cache_state",
      type: "unknown",
      help: "hit: renewals of cached credentials. miss: exchanges because none were cached. evicted: credentials dropped.",
      samples: cacheState.samples,
    },
    {
      name: "pod_identity_cache_errors",
      type: "unknown",
      help: "Renewals that failed. NonRecoverable: the cached credentials were dropped.",
      samples: cacheErrors.samples,
    },
  ];
}

function ownFamilies(values: Values): MetricFamily[] {
  return [
    counter("answers", "Responses by HTTP status, on every path.", values.answers),
    counter("cache_hits", "Responses with cached credentials.", values.hits),
    counter(
      "cache_misses",
      "Responses with credentials of an exchange that the client waited for.",
      values.misses,
    ),
    counter("exchanges", "Exchanges of tokens. final: no later attempt can succeed.", values.exchanges),
    counter("evictions", "Pods whose cached credentials were dropped, by reason.", values.evictions),
    counter(
      "token_verifications",
      "Tokens checked against the keys of the cluster. no_keys: none could be fetched.",
      values.verifications,
    ),
    histogram(
      "exchange_duration",
      "Duration of exchanges without their wait for the rate limiter.",
      values.exchangeSeconds,
    ),
    histogram("exchange_wait", "Time that exchanges waited for the rate limiter.", values.waitSeconds),
  ];
}

function gauges({ kept, waiting, firstExpiryMs }: AgentState, nowMs: number): MetricFamily[] {
  const secondsLeft = firstExpiryMs === undefined ? undefined : (firstExpiryMs - nowMs) / 1000;
  return [
    gauge(
      "identities",
      "Pods whose credentials are cached; tokens, if the agent does not verify them.",
      kept,
    ),
    gauge("waiting_exchanges", "Exchanges that wait for the rate limiter.", waiting),
    {
      ...gauge(
        "expiry_horizon_seconds",
        "Time until the first of the cached credentials expires.",
        secondsLeft,
      ),
      unit: "seconds",
    },
  ];
}

function counter(name: string, help: string, { samples }: LabelledCounter): MetricFamily {
  return { name: `podkey_agent_${name}`, type: "counter", help, samples };
}

function histogram(name: string, help: string, { samples }: Histogram): MetricFamily {
  return { name: `podkey_agent_${name}_seconds`, type: "histogram", unit: "seconds", help, samples };
}

function gauge(name: string, help: string, value: number | undefined): MetricFamily {
  const samples = value === undefined ? [] : [{ value }];
  return { name: `podkey_agent_${name}`, type: "gauge", help, samples };
}
