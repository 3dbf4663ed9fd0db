import type { Bytes } from "../../lib/bytes.ts";
import { readBodyOfS3 } from "../sigv4/s3-body.ts";
import { AwsError } from "../wire/aws-error.ts";
import { reportError } from "../wire/platform.ts";
import { protocolOf } from "../wire/protocol.ts";
import type { Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { Principal } from "../world/principals.ts";
import type { CallerSession, ServiceHandler } from "../world/service-handler.ts";
import type { World } from "../world/world.ts";

/** Throws the `AwsError` for a service that the emulator does not emulate and that has no handler. */
export function answerWithoutHandler({ services }: World, { service }: Call): never {
  const key = /^\w+$/.test(service) ? service : JSON.stringify(service);
  const others = services.size > 0 ? ` The handlers are for ${[...services.keys()].join(", ")}.` : "";
  const message =
    `The emulator has no handler for the service ${service}. Add one: ` +
    `createEmulator({ services: { ${key}: (request, session) => new Response() } }).${others}`;
  throw new AwsError("NotImplemented", 501, message);
}

/** Answers a verified request by the user's handler. Throws an `AwsError` if the handler fails. */
export async function callHandler(world: World, call: Call, handler: ServiceHandler): Promise<Reply> {
  const { caller, original } = call;
  if (caller === undefined) throw new Error("a handler is called for verified requests only");
  const request = await copyRequest(world, call, caller);
  const answer = await Promise.resolve()
    .then(() => handler(request, sessionOf(call, caller)))
    .catch((error: unknown) => {
      // An error after the caller's own abort is the abort.
      original.signal.throwIfAborted();
      throw handlerError(call, `threw ${String(error)}`, error);
    });
  if (!isResponse(answer)) {
    throw handlerError(call, `returned ${describe(answer)} instead of a Response`, answer);
  }
  // Most runtimes refuse a response that is returned a second time.
  if (answer.bodyUsed || answer.body?.locked) {
    throw handlerError(call, "returned a Response whose body is already in use", answer);
  }
  return replyOf(answer);
}

async function copyRequest(world: World, call: Call, caller: Principal): Promise<Request> {
  const { original, request, service } = call;
  const isS3 = protocolOf(service, request) === "s3";
  const { body, trailers } = isS3
    ? await readBodyOfS3(request, caller, world.signingKeys)
    : { body: request.body, trailers: [] };
  const headers = new Headers(request.headers);
  if (body !== request.body) describeJoined(headers, body);
  for (const [name, value] of trailers) headers.set(name, value);
  const { method } = request;
  return new Request(original.url, {
    method,
    headers,
    signal: original.signal,
    ...(body.length > 0 && { body }),
  });
}

/** Makes the headers say what the body is after its chunks were joined. */
function describeJoined(headers: Headers, { length }: Bytes): void {
  const codings = (headers.get("content-encoding") ?? "").split(",").map((coding) => coding.trim());
  const rest = codings.filter((coding) => coding !== "aws-chunked").join(", ");
  if (rest === "") headers.delete("content-encoding");
  else headers.set("content-encoding", rest);
  headers.set("content-length", String(length));
}

function sessionOf(
  { service, region }: Call,
  { arn, accountId, accessKeyId, session }: Principal,
): CallerSession {
  const { roleArn, sessionName, tags = {} } = session ?? {};
  return { arn, accountId, accessKeyId, roleArn, sessionName, tags: { ...tags }, service, region };
}

/** Recognises a response of any package or realm. */
function isResponse(value: unknown): value is Response {
  if (typeof value !== "object" || value === null) return false;
  return "headers" in value && "body" in value && "status" in value && Number(value.status) >= 200;
}

function describe(value: unknown): string {
  return value === null || typeof value !== "object" ? String(value) : "an object";
}

function replyOf({ status, headers, body }: Response): Reply {
  const { "content-type": contentType, ...rest } = Object.fromEntries(headers);
  return { status, contentType, body, headers: rest };
}

function handlerError({ service, original }: Call, problem: string, cause: unknown): AwsError {
  const message = `The emulator's handler for the service ${service} ${problem}.`;
  const { pathname } = new URL(original.url);
  reportError(`podkey emulator: ${original.method} ${pathname}: ${message}`, cause);
  return new AwsError("InternalError", 500, message);
}
