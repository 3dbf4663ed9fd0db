import { errorReply, htmlReply, serverFault, throttlingFault } from "./error-reply.ts";
import { OPERATIONS } from "./operations.ts";
import { AwsError } from "./wire/aws-error.ts";
import type { Reply } from "./wire/replies.ts";
import type { EmulatedService } from "./world/call.ts";
import { FAULT_KINDS, type Fault, type FaultEffect } from "./world/faults.ts";

/** The service that fails, and the parts of its error responses. */
export interface FailingCall {
  readonly service: EmulatedService;
  readonly requestId: string;
  readonly headers: Headers;
}

/** Throws a `TypeError` for a fault of an unknown kind or operation, which would never take effect. */
export function checkFault({ kind, operation = "*" }: Fault): void {
  if (!FAULT_KINDS.includes(kind)) {
    const list = FAULT_KINDS.join(", ");
    throw new TypeError(`cannot inject a fault of the kind ${JSON.stringify(kind)}: the kinds are ${list}`);
  }
  const names = new Set(["*", ...OPERATIONS.map(([, name]) => name)]);
  if (names.has(operation)) return;
  const list = [...names].sort().join(", ");
  const subject = `the operation ${JSON.stringify(operation)}`;
  throw new TypeError(`cannot inject a fault into ${subject}: the operations are ${list}`);
}

/** Sums the clock skews of a request, in milliseconds. */
export function totalSkewMs(effects: readonly FaultEffect[]): number {
  return effects.reduce((sum, effect) => sum + (effect.kind === "clockSkew" ? effect.skewMs : 0), 0);
}

/** Sums the delays of a request, in milliseconds. */
export function totalLatencyMs(effects: readonly FaultEffect[]): number {
  return effects.reduce((sum, effect) => sum + (effect.kind === "latency" ? effect.latencyMs : 0), 0);
}

/** Returns the response of the first effect that replaces the operation. */
export function faultReply(effects: readonly FaultEffect[], call: FailingCall): Reply | undefined {
  for (const effect of effects) {
    const reply = replyOf(effect, call);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

function replyOf(effect: FaultEffect, call: FailingCall): Reply | undefined {
  const { service, requestId, headers } = call;
  switch (effect.kind) {
    case "throttle":
      return withHints(errorReply(service, throttlingFault(service), requestId, headers), effect);
    case "htmlError":
      return htmlReply(effect.status ?? 503);
    case "serverError":
      if (effect.body === "html") return htmlReply(effect.status ?? 500);
      if (effect.body === "empty")
        return { status: effect.status ?? 500, contentType: "text/plain", body: "" };
      return errorReply(service, serverFault(service, effect.status ?? 500), requestId, headers);
    case "error": {
      const error = new AwsError(effect.code, effect.status, effect.message ?? effect.code);
      return errorReply(service, error, requestId, headers);
    }
    case "redirect": {
      const location = { location: effect.location };
      return { status: effect.status ?? 307, contentType: "text/plain", body: "", headers: location };
    }
    default:
      return undefined;
  }
}

function withHints(reply: Reply, hints: { retryAfterMs?: number; retryAfterSeconds?: number }): Reply {
  const { retryAfterMs, retryAfterSeconds } = hints;
  return {
    ...reply,
    headers: {
      ...reply.headers,
      ...(retryAfterMs !== undefined && { "x-amz-retry-after": String(retryAfterMs) }),
      ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
    },
  };
}

/** Makes a response unreadable if there is a `malformedBody` effect. */
export function spoilReply(reply: Reply, effects: readonly FaultEffect[]): Reply {
  const effect = effects.find(({ kind }) => kind === "malformedBody");
  if (effect?.kind !== "malformedBody") return reply;
  if (effect.body === "html") return htmlReply(200);
  if (effect.body === "empty") return { ...reply, body: "" };
  return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
}
