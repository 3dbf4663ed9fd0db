import { faultReply, spoilReply, totalLatencyMs, totalSkewMs } from "./apply-faults.ts";
import { errorReply } from "./error-reply.ts";
import { KubernetesError } from "./kubernetes/errors.ts";
import { findOperation, needsSignature } from "./operations.ts";
import { findRoute, noOperationError } from "./router.ts";
import { verifySignature } from "./sigv4/verifier.ts";
import { AwsError } from "./wire/aws-error.ts";
import { newUuid } from "./wire/identifiers.ts";
import { type IncomingRequest, readIncomingRequest } from "./wire/incoming-request.ts";
import { DroppedConnectionError, unexpectedRedirectError } from "./wire/network-errors.ts";
import type { Reply } from "./wire/replies.ts";
import type { Call, Route } from "./world/call.ts";
import type { Principal } from "./world/principals.ts";
import type { World } from "./world/world.ts";

/** Answers one request, faults included; rejects as `fetch` does when the connection is dropped. */
export async function handleRequest(world: World, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  const incoming = await readIncomingRequest(request);
  const route = findRoute(world, incoming);
  const requestId = newUuid(world.random);
  const noteStatus = world.requestLog.add(incoming, route, requestId);
  const effects = world.faults.take(route.operation, world.random);
  const latencyMs = totalLatencyMs(effects);
  if (latencyMs > 0) await waitUnlessAborted(world.sleep(latencyMs), request.signal);
  if (effects.some(({ kind }) => kind === "drop")) throw new DroppedConnectionError();
  const serverTimeMs = world.now() + totalSkewMs(effects);
  const failingCall = { service: route.service, requestId, headers: incoming.headers };
  const reply =
    faultReply(effects, failingCall) ??
    (await answer(world, { ...route, request: incoming, requestId, serverTimeMs, caller: undefined }));
  request.signal.throwIfAborted();
  if (effects.some(({ kind }) => kind === "lostReply")) throw new DroppedConnectionError();
  if (reply.status > 300 && reply.status < 309 && request.redirect === "error")
    throw unexpectedRedirectError();
  noteStatus(reply.status);
  return toResponse(spoilReply(reply, effects), requestId, serverTimeMs);
}

async function answer(world: World, call: Call): Promise<Reply> {
  try {
    const caller = await authenticate(world, call.request, call, call.serverTimeMs);
    const operation = findOperation(call.operation);
    if (operation === undefined) throw noOperationError(call.request, call);
    return await operation(world, { ...call, caller });
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof KubernetesError)) throw error;
    return errorReply(call.service, error, call.requestId, call.request.headers);
  }
}

async function authenticate(
  world: World,
  request: IncomingRequest,
  { service, operation, region }: Route,
  nowMs: number,
): Promise<Principal | undefined> {
  if (operation === undefined || !needsSignature(service, operation)) return undefined;
  return verifySignature(request, {
    protocol: service === "sts" ? "query" : "json",
    service,
    region,
    nowMs,
    signingKeys: world.signingKeys,
    findPrincipal: (accessKeyId) => world.principals.find(accessKeyId),
  });
}

function toResponse(reply: Reply, requestId: string, serverTimeMs: number): Response {
  const headers = new Headers({
    "content-type": reply.contentType,
    date: new Date(serverTimeMs).toUTCString(),
    "x-amzn-requestid": requestId,
    ...reply.headers,
  });
  return new Response(reply.body, { status: reply.status, headers });
}

async function waitUnlessAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener("abort", stop);
    wait.finally(() => signal.removeEventListener("abort", stop)).then(resolve, reject);
  });
}
