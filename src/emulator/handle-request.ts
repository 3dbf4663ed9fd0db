import { faultReply, spoilReply, totalLatencyMs, totalSkewMs } from "./apply-faults.ts";
import { errorReply, type FailingCall } from "./error-reply.ts";
import { KubernetesError } from "./kubernetes/errors.ts";
import type { Route } from "./route.ts";
import { answerWithoutOperation, findRoute } from "./router.ts";
import { readStatedScope } from "./sigv4/presented-signature.ts";
import { verifySignature } from "./sigv4/verifier.ts";
import { AwsError } from "./wire/aws-error.ts";
import { newUuid } from "./wire/identifiers.ts";
import { readIncomingRequest } from "./wire/incoming-request.ts";
import { DroppedConnectionError, unexpectedRedirectError } from "./wire/network-errors.ts";
import type { Protocol } from "./wire/protocol.ts";
import type { Reply } from "./wire/replies.ts";
import type { Call } from "./world/call.ts";
import type { Principal } from "./world/principals.ts";
import type { LogEntry } from "./world/request-log.ts";
import type { World } from "./world/world.ts";

/** Answers one request and applies the injected faults. Rejects as `fetch` does if the connection is dropped. */
export async function handleRequest(world: World, request: Request): Promise<Response> {
  request.signal.throwIfAborted();
  const incoming = await readIncomingRequest(request);
  const route = findRoute(world, incoming);
  const { service, protocol, operation } = route;
  const requestId = newUuid(world.random);
  const region = readStatedScope(incoming)?.region ?? route.region;
  const entry = world.requestLog.add(incoming, { service, operation: operation?.name, region, requestId });
  const effects = world.faults.take(entry, world.random);
  const latencyMs = totalLatencyMs(effects);
  if (latencyMs > 0) await waitUnlessAborted(world.sleep(latencyMs), request.signal);
  if (effects.some(({ kind }) => kind === "drop")) throw new DroppedConnectionError();
  const serverTimeMs = world.now() + totalSkewMs(effects);
  const call = { ...route, request: incoming, original: request, requestId, serverTimeMs, caller: undefined };
  const failingCall = { service, protocol, requestId, headers: incoming.headers };
  const reply =
    faultReply(effects, failingCall) ?? (await answer(world, { route, call, failingCall, entry }));
  request.signal.throwIfAborted();
  if (effects.some(({ kind }) => kind === "lostReply")) throw new DroppedConnectionError();
  if (reply.status > 300 && reply.status < 309 && request.redirect === "error")
    throw unexpectedRedirectError();
  entry.status = reply.status;
  entry.errorCode = reply.errorCode;
  return toResponse(await spoilReply(reply, effects), requestId, serverTimeMs);
}

interface RoutedCall {
  readonly route: Route;
  readonly call: Call;
  readonly failingCall: FailingCall;
  readonly entry: LogEntry;
}

async function answer(world: World, { route, call, failingCall, entry }: RoutedCall): Promise<Reply> {
  const { operation } = route;
  try {
    if (operation === undefined) return answerWithoutOperation(call.request, route);
    const caller = operation.signed ? await authenticate(world, call, route.protocol) : undefined;
    entry.principal = caller?.arn;
    return await operation.handle(world, { ...call, caller });
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof KubernetesError)) throw error;
    return errorReply(failingCall, error);
  }
}

function authenticate(world: World, call: Call, protocol: Protocol): Promise<Principal> {
  const { service, region, serverTimeMs: nowMs } = call;
  return verifySignature(call.request, {
    protocol,
    service,
    region,
    nowMs,
    signingKeys: world.signingKeys,
    findPrincipal: (accessKeyId) => world.principals.find(accessKeyId),
  });
}

function toResponse(reply: Reply, requestId: string, serverTimeMs: number): Response {
  const headers = new Headers({
    ...(reply.contentType !== undefined && { "content-type": reply.contentType }),
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
