import { describe, expect, it } from "vitest";
import { createAgentMetrics } from "../../../src/agent/metrics/agent-metrics.ts";
import { NetworkError } from "../../../src/errors/call-errors.ts";
import { readOpenMetrics, type Samples } from "../../support/read-open-metrics.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../support/time.ts";
import { agentScene } from "./agent-scene.ts";
import { emulatedAgent } from "./emulated-agent.ts";
import { podToken } from "./pod-token.ts";

const POD = { namespace: "shop", serviceAccount: "checkout" };
const IDLE = { kept: 0, waiting: 0, firstExpiryMs: undefined };

/** An agent whose events are counted as metrics. */
function countedScene(options: Parameters<typeof agentScene>[0] = {}) {
  const metrics = createAgentMetrics();
  const scene = agentScene({ ...options, onEvent: metrics.onEvent });
  const read = (): Samples => readOpenMetrics(metrics.openMetrics(scene.agent.state(), scene.clock.now()));
  return { ...scene, read };
}

describe("the metrics of an agent", () => {
  it("are valid OpenMetrics before the first event, with 0 for each known label", () => {
    const samples = readOpenMetrics(createAgentMetrics().openMetrics(IDLE, 0));
    expect(samples.get('pod_identity_cache_state{state="hit"}')).toBe(0);
    for (const kind of ["initial", "renewal"]) {
      for (const outcome of ["succeeded", "recoverable", "final"]) {
        expect(samples.get(`podkey_agent_exchanges_total{kind="${kind}",outcome="${outcome}"}`)).toBe(0);
      }
    }
    expect(samples.get('podkey_agent_answers_total{status="200"}')).toBe(0);
    for (const reason of ["full", "expired", "refused"]) {
      expect(samples.get(`podkey_agent_evictions_total{reason="${reason}"}`)).toBe(0);
    }
    for (const outcome of ["verified", "refused", "no_keys"]) {
      expect(samples.get(`podkey_agent_token_verifications_total{outcome="${outcome}"}`)).toBe(0);
    }
    expect(samples.get('podkey_agent_exchange_duration_seconds_bucket{le="+Inf"}')).toBe(0);
    expect(samples.has("podkey_agent_expiry_horizon_seconds")).toBe(false);
  });

  it("count cache hits and misses of requests", async () => {
    const { get, read } = countedScene();
    for (const token of [podToken("a"), podToken("a"), podToken("a"), podToken("a"), podToken("b")])
      await get(token);
    const samples = read();
    expect(samples.get("podkey_agent_cache_hits_total")).toBe(3);
    expect(samples.get("podkey_agent_cache_misses_total")).toBe(2);
    expect(samples.get('podkey_agent_answers_total{status="200"}')).toBe(5);
    expect(samples.get("podkey_agent_identities")).toBe(2);
  });

  it("count like the EKS agent under its names: a renewal is a hit, an exchange without cached credentials a miss", async () => {
    const { get, pass, read } = countedScene();
    await get(podToken("a"));
    await get(podToken("a"));
    await pass(3 * HOUR_MS - 5 * MINUTE_MS);
    await get(podToken("a"));
    await pass(10 * MINUTE_MS);
    const samples = read();
    expect(samples.get('pod_identity_cache_state{state="miss"}')).toBe(1);
    expect(samples.get('pod_identity_cache_state{state="hit"}')).toBe(1);
    expect(samples.get('pod_identity_cache_state{state="evicted"}')).toBe(0);
    expect(samples.get('pod_identity_http_response{code="200"}')).toBe(3);
    expect(samples.get('podkey_agent_exchanges_total{kind="renewal",outcome="succeeded"}')).toBe(1);
  });

  it("count other paths and the agent's own 429 only under podkey's names", async () => {
    const { agent, getAll, read } = countedScene({ maxServiceBurst: 1, maxServiceQps: 1, maxWaitMs: 0 });
    await agent.fetch(new Request("http://169.254.170.23/"));
    await getAll([podToken("a"), podToken("b")]);
    const samples = read();
    expect(samples.get('podkey_agent_answers_total{status="404"}')).toBe(1);
    expect(samples.get('podkey_agent_answers_total{status="429"}')).toBe(1);
    expect([...samples.keys()].filter((key) => key.startsWith("pod_identity_http_response"))).toEqual([
      'pod_identity_http_response{code="200"}',
    ]);
  });

  it("report the time until the first credentials expire", async () => {
    const { get, pass, read } = countedScene();
    await get(podToken("a"));
    await pass(HOUR_MS);
    await get(podToken("b"));
    expect(read().get("podkey_agent_expiry_horizon_seconds")).toBe((5 * HOUR_MS) / SECOND_MS);
    const text = createAgentMetrics().openMetrics({ ...IDLE, firstExpiryMs: HOUR_MS }, 0);
    expect(text).toContain("# UNIT podkey_agent_expiry_horizon_seconds seconds\n");
  });

  it("measure the duration of an exchange and its wait for the rate limiter separately", async () => {
    const { getAll, read } = countedScene({ maxServiceBurst: 1, maxServiceQps: 1, latencyMs: 200 });
    await getAll([podToken("a"), podToken("b")]);
    const samples = read();
    expect(samples.get('podkey_agent_exchange_duration_seconds_bucket{le="0.1"}')).toBe(0);
    expect(samples.get('podkey_agent_exchange_duration_seconds_bucket{le="0.25"}')).toBe(2);
    expect(samples.get("podkey_agent_exchange_wait_seconds_sum")).toBe(1);
    expect(samples.get("podkey_agent_exchange_wait_seconds_count")).toBe(2);
  });

  it("write a count without end as OpenMetrics has it", () => {
    const samples = readOpenMetrics(createAgentMetrics().openMetrics({ ...IDLE, waiting: Infinity }, 0));

    expect(samples.get("podkey_agent_waiting_exchanges")).toBe(Infinity);
  });

  it("label failed renewals with their error code, and unknown errors with Unknown", () => {
    const { onEvent, openMetrics } = createAgentMetrics();
    const facts = { type: "exchange-failed", pod: POD, durationMs: 5, waitedMs: 0, isRenewal: true } as const;
    const call = { service: "eks-auth", operation: "AssumeRoleForPodIdentity" };
    const error = new NetworkError({ ...call, host: "eks-auth.example.com", retryable: true });
    onEvent({ ...facts, isRecoverable: true, error });
    onEvent({ ...facts, isRecoverable: false, error: new TypeError('a "text"\nof a library') });
    onEvent({ ...facts, isRecoverable: true, isRenewal: false, error });
    const samples = readOpenMetrics(openMetrics(IDLE, 0));
    expect([...samples].filter(([key]) => key.startsWith("pod_identity_cache_errors"))).toEqual([
      ['pod_identity_cache_errors{type="Recoverable",code="NETWORK"}', 1],
      ['pod_identity_cache_errors{type="NonRecoverable",code="Unknown"}', 1],
    ]);
    expect(samples.get('podkey_agent_exchanges_total{kind="initial",outcome="recoverable"}')).toBe(1);
  });

  it("count evictions by reason", async () => {
    const { getAll, read } = countedScene({ maxCacheSize: 2 });
    await getAll([podToken("a"), podToken("b"), podToken("c")]);
    const samples = read();
    expect(samples.get('podkey_agent_evictions_total{reason="full"}')).toBe(1);
    expect(samples.get('pod_identity_cache_state{state="evicted"}')).toBe(1);
  });

  it("count verified tokens, and hold neither tokens nor credentials", async () => {
    const { onEvent, openMetrics } = createAgentMetrics();
    const { agent, clock, get, issueToken } = await emulatedAgent({ isVerifying: true, onEvent });
    const token = await issueToken();
    const { status, key = "" } = await get(token);
    const refused = await get(`${token.slice(0, -8)}AAAAAAAA`);
    expect([status, refused.status]).toEqual([200, 400]);
    const text = openMetrics(agent.state(), clock.now());
    const samples = readOpenMetrics(text);
    expect(samples.get('podkey_agent_token_verifications_total{outcome="verified"}')).toBe(1);
    expect(samples.get('podkey_agent_token_verifications_total{outcome="refused"}')).toBe(1);
    expect(text).not.toContain(key);
    expect(text).not.toContain(token.slice(0, 20));
  });
});
