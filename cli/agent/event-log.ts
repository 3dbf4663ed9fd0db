import type { AgentEvent } from "../../src/agent/answer/events.ts";
import { isOwnFault, RefusedError } from "../../src/agent/answer/refusal.ts";
import { isPodkeyError } from "../../src/errors/any-error.ts";
import type { Pod } from "../../src/tokens/service-account-token.ts";
import type { Log, LogFields } from "./log.ts";

type EventOf<Type extends AgentEvent["type"]> = Extract<AgentEvent, { type: Type }>;

/** How many refusals are logged in each window, so that a flood of bad requests does not flood the log. */
const MAX_REFUSALS = 100;
const WINDOW_MS = 10_000;

/** Makes the listener that logs an agent's events. It logs refusals within a limit, and other answers at level debug. */
export function logEvents(log: Log, monotonic: () => number): (event: AgentEvent) => void {
  const mayLog = createLogLimit(monotonic);
  return (event) => {
    switch (event.type) {
      case "answer":
        logAnswer(log, event, mayLog);
        break;
      case "exchange":
        log("info", "exchanged a token", exchangeFields(event));
        break;
      case "exchange-failed":
        logFailure(log, event);
        break;
      case "evict":
        log("debug", "dropped credentials", { ...podFields(event.pod), reason: event.reason });
        break;
      case "verify":
        log("debug", "checked a token", { outcome: event.outcome });
        break;
    }
  };
}

/** Makes a function that returns how many lines were left out since the last one, or `undefined` if this one must be too. */
function createLogLimit(monotonic: () => number): () => number | undefined {
  let windowEndsAtMs = -Infinity;
  let passed = 0;
  let leftOut = 0;
  return () => {
    if (monotonic() >= windowEndsAtMs) {
      windowEndsAtMs = monotonic() + WINDOW_MS;
      passed = 0;
    }
    passed += 1;
    if (passed > MAX_REFUSALS) {
      leftOut += 1;
      return undefined;
    }
    const before = leftOut;
    leftOut = 0;
    return before;
  };
}

/** Returns what a log may say of an error. Text of unknown errors is left out, because it may quote secrets. */
export function errorFields(error: unknown): LogFields {
  if (error instanceof RefusedError) {
    const { status, awsCode: code, requestId } = error.refusal;
    return { status, code, requestId, error: error.message };
  }
  if (!isPodkeyError(error)) return { error: error instanceof Error ? error.name : "unknown" };
  const { code, message } = error;
  if (code !== "SERVICE") return { code, error: message };
  return { status: error.status, code: error.awsCode, requestId: error.requestId, error: message };
}

function logAnswer(log: Log, event: EventOf<"answer">, mayLog: () => number | undefined): void {
  const { status, from, awsCode: code, requestId, durationMs, address, host } = event;
  const fields = { status, code, requestId, from, ...podFields(event.pod), address, host, durationMs };
  // Credentials have no code, and neither have other paths, for example those of probes.
  if (code === undefined) {
    log("debug", "answered a request", fields);
    return;
  }
  const leftOut = mayLog();
  if (leftOut === undefined) return;
  const more = leftOut > 0 ? { notLogged: leftOut } : {};
  if (status < 500) log("warn", "refused a request", { ...fields, ...more });
  else log("error", "could not answer a request", { ...fields, ...more });
}

function logFailure(log: Log, event: EventOf<"exchange-failed">): void {
  const { isRecoverable, error } = event;
  const fields = { ...exchangeFields(event), isRecoverable, ...errorFields(error) };
  if (isOwnFault(error)) log("error", "EKS Auth refuses the agent's own credentials", fields);
  else log("warn", "could not exchange a token", fields);
}

function exchangeFields(event: EventOf<"exchange"> | EventOf<"exchange-failed">): LogFields {
  const { pod, durationMs, waitedMs, isRenewal } = event;
  const expiration = event.type === "exchange" ? event.expiration : undefined;
  return { ...podFields(pod), durationMs, waitedMs, isRenewal, expiration };
}

function podFields(pod: Pod | undefined): LogFields {
  if (!pod) return {};
  const { namespace, serviceAccount, podName } = pod;
  return { namespace, serviceAccount, pod: podName };
}
