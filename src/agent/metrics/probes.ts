import { guardListener } from "../../lib/listener.ts";
import { type Ports, resolvePorts } from "../../ports.ts";
import { type AgentAnswer, plainText, toResponse } from "../answer/responses.ts";
import { OPEN_METRICS_TYPE } from "./open-metrics.ts";

/** One address at which the agent listens. */
export interface ProbedListener {
  /** Names it in events, as `http://169.254.170.23:80`. */
  readonly name: string;
  /** Sends it `GET /` and answers with the status. */
  readonly status: (signal: AbortSignal) => Promise<number>;
}

/** A probe that was not passed, for a log. */
export interface ProbeFailure {
  readonly probe: "healthz" | "readyz";
  /** The listener, or `credentials` for the agent's own. */
  readonly part: string;
  readonly error: unknown;
}

/** What the probes ask. */
export interface ProbesOptions {
  /** Its `ready` rejects with the reason as long as the agent has no credentials of its own. */
  readonly agent: { readonly ready: () => Promise<void> };
  readonly listeners: readonly ProbedListener[];
  /** What `/metrics` answers; without it there is none. */
  readonly openMetrics?: () => string;
  /** How long one probe may take. Default 10,000. */
  readonly timeoutMs?: number;
  readonly ports?: Partial<Pick<Ports, "sleep">>;
  readonly onFailure?: (failure: ProbeFailure) => void;
}

/** Probes and metrics of an agent. */
export interface Probes {
  /** Answers GET and HEAD. Never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
}

interface Check {
  readonly part: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Every listener answers so at `/`: it listens, and is an agent. */
const NOT_FOUND = 404;

const TEXTS: Readonly<Record<number, string>> = { 200: "ok", 408: "took too long", 500: "failed" };

/**
 * Makes the handler of `/healthz` (every listener answers), `/readyz` (and the agent has credentials of its own) and
 * `/metrics`: 200 for passed, 408 for too late, 500 for failed. The reason goes to `onFailure` alone: who asks may be anybody.
 *
 * @example
 * const probes = createProbes({ agent, listeners: [{ name: url, status: async () => (await fetch(url)).status }] });
 */
export function createProbes(options: ProbesOptions): Probes {
  const { agent, listeners, openMetrics } = options;
  const healthz = listeners.map(listenerCheck);
  const readyz = [...healthz, { part: "credentials", run: agent.ready }];
  const probe = createProbe(options);
  const answer = async (method: string, path: string): Promise<AgentAnswer> => {
    if (method !== "GET" && method !== "HEAD") return plainText(405, "405 method not allowed");
    if (path === "/healthz") return probe("healthz", healthz);
    if (path === "/readyz") return probe("readyz", readyz);
    if (path !== "/metrics" || !openMetrics) return plainText(404, "404 page not found");
    return { status: 200, headers: { "content-type": OPEN_METRICS_TYPE }, body: openMetrics() };
  };
  return {
    fetch: async ({ method, url }) => toResponse(await answer(method, new URL(url).pathname)),
  };
}

function listenerCheck({ name, status }: ProbedListener): Check {
  return {
    part: name,
    run: async (signal) => {
      const seen = await status(signal);
      if (seen !== NOT_FOUND) throw new Error(`GET / answered ${seen} in place of ${NOT_FOUND}`);
    },
  };
}

function createProbe(
  options: ProbesOptions,
): (probe: ProbeFailure["probe"], checks: readonly Check[]) => Promise<AgentAnswer> {
  const { timeoutMs = 10_000 } = options;
  const { sleep } = resolvePorts(options.ports);
  const onFailure = guardListener(options.onFailure);
  return async (probe, checks) => {
    const deadline = new AbortController();
    const timer = new AbortController();
    const late = sleep(timeoutMs, timer.signal).then(() => {
      deadline.abort();
      throw new Error(`took longer than ${timeoutMs} ms`);
    });
    late.catch(() => undefined);
    const statusOf = async ({ part, run }: Check): Promise<number> => {
      try {
        await Promise.race([run(deadline.signal), late]);
        return 200;
      } catch (error) {
        onFailure({ probe, part, error });
        return deadline.signal.aborted ? 408 : 500;
      }
    };
    const worst = Math.max(200, ...(await Promise.all(checks.map(statusOf))));
    timer.abort();
    return plainText(worst, TEXTS[worst] ?? "");
  };
}
