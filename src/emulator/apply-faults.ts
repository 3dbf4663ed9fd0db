import { errorReply, type FailingCall, htmlReply, serverFault, throttlingFault } from "./error-reply.ts";
import { operationNames, servicesOf } from "./known-names.ts";
import { AwsError } from "./wire/aws-error.ts";
import type { Reply } from "./wire/replies.ts";
import { FAULT_KINDS, type Fault, type FaultEffect } from "./world/faults.ts";
import type { World } from "./world/world.ts";

/**
 * Throws a `TypeError` for a fault of an unknown kind, service or operation, which would never take effect. The emulator does
 * not know the operations of services with a handler, so it takes any name for them.
 */
export function checkFault(world: World, { kind, service, operation = "*" }: Fault): void {
  if (!FAULT_KINDS.includes(kind)) throw faultError("kind", kind, FAULT_KINDS);
  if (service !== undefined && !servicesOf(world).includes(service)) {
    throw faultError("service", service, servicesOf(world));
  }
  if (service !== undefined && world.services.has(service)) return;
  const names = ["*", ...operationNames(service).sort()];
  if (!names.includes(operation)) throw faultError("operation", operation, names);
}

function faultError(
  part: "kind" | "service" | "operation",
  value: string,
  known: readonly string[],
): TypeError {
  const subject = `${part === "kind" ? "of" : "into"} the ${part} ${JSON.stringify(value)}`;
  return new TypeError(`cannot inject a fault ${subject}: the ${part}s are ${known.join(", ")}`);
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
  switch (effect.kind) {
    case "throttle":
      return withHints(errorReply(call, throttlingFault(call)), effect);
    case "htmlError":
      return htmlReply(effect.status ?? 503);
    case "serverError":
      if (effect.body === "html") return htmlReply(effect.status ?? 500);
      if (effect.body === "empty")
        return { status: effect.status ?? 500, contentType: "text/plain", body: "" };
      return errorReply(call, serverFault(call, effect.status ?? 500));
    case "error": {
      const error = new AwsError(effect.code, effect.status, effect.message ?? effect.code);
      return errorReply(call, error);
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
export async function spoilReply(reply: Reply, effects: readonly FaultEffect[]): Promise<Reply> {
  const effect = effects.find(({ kind }) => kind === "malformedBody");
  if (effect?.kind !== "malformedBody") return reply;
  if (effect.body === "html") return htmlReply(200);
  if (effect.body === "empty") return { ...reply, body: "" };
  const text = await new Response(reply.body).text();
  const { "content-length": _length, ...headers } = reply.headers ?? {};
  return { ...reply, headers, body: text.slice(0, Math.floor(text.length / 2)) };
}
