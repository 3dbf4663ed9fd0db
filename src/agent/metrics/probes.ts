import { DeadlineError, withDeadline } from "../../lib/deadline.ts";
import { guardListener } from "../../lib/listener.ts";
import { basePorts, type Ports } from "../../ports.ts";
import { type AgentAnswer, plainText, toResponse } from "../answer/responses.ts";
import { OPEN_METRICS_TYPE } from "./open-metrics.ts";

/** An address at which the agent listens. */
export interface ProbedListener {
  /** The name in failures, for example `http://169.254.170.23:80`. */
  readonly name: string;
  /** Sends `GET /` to the address and returns the HTTP status. The signal aborts when the probe has taken too long. */
  readonly status: (signal: AbortSignal) => Promise<number>;
}

/** Why a probe failed, for a log. */
export interface ProbeFailure {
  /** The probe that failed. */
  readonly probe: "healthz" | "readyz";
  /** The name of the listener, or "credentials" for the agent's own. */
  readonly part: string;
  /** The reason. It may hold addresses, so it belongs in a log and not in a response. */
  readonly error: unknown;
}

/** What the probes check. */
export interface ProbesOptions {
  /** The agent. Its `ready` rejects with the reason if the agent has no credentials of its own. */
  readonly agent: { readonly ready: () => Promise<void> };
  /** The addresses at which the agent listens. */
  readonly listeners: readonly ProbedListener[];
  /** Returns the text of `/metrics`. Default: none, and `/metrics` answers 404. */
  readonly openMetrics?: () => string;
  /** How long a probe may take, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
  /** What the runtime supplies. Default: web standards. */
  readonly ports?: Partial<Pick<Ports, "sleep">>;
  /** Receives the reason of each failure. What it throws is ignored. */
  readonly onFailure?: (failure: ProbeFailure) => void;
}

/** Probes and metrics of an agent. */
export interface Probes {
  /** Answers GET and HEAD of `/healthz`, `/readyz` and `/metrics`: a fetch handler. Never rejects. */
  readonly fetch: (request: Request) => Promise<Response>;
}

interface Check {
  readonly part: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** The agent's answer to `GET /`: only an agent gives it. */
const NOT_FOUND = 404;

const TEXTS: Readonly<Record<number, string>> = { 200: "ok", 408: "took too long", 500: "failed" };

/**
 * Makes the handler of the probes: `/healthz` passes if every listener answers, `/readyz` if the agent has credentials of its
 * own too. Both answer 200 if they pass, 408 if they take too long, and 500 if they fail. The reason goes to `onFailure` only,
 * because any program on the network may send the request.
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
      if (seen !== NOT_FOUND) throw new Error(`GET / answered ${seen} instead of ${NOT_FOUND}`);
    },
  };
}

function createProbe(
  options: ProbesOptions,
): (probe: ProbeFailure["probe"], checks: readonly Check[]) => Promise<AgentAnswer> {
  const { timeoutMs = 10_000 } = options;
  const { sleep } = basePorts(options.ports);
  const onFailure = guardListener(options.onFailure);
  return async (probe, checks) => {
    const statusOf = async ({ part, run }: Check): Promise<number> => {
      try {
        await withDeadline({ sleep, timeoutMs }, run);
        return 200;
      } catch (error) {
        onFailure({ probe, part, error });
        return error instanceof DeadlineError ? 408 : 500;
      }
    };
    const worst = Math.max(200, ...(await Promise.all(checks.map(statusOf))));
    return plainText(worst, TEXTS[worst] ?? "");
  };
}
