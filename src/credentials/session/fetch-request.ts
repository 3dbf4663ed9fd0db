import { InvalidRequestError } from "../../errors/errors.ts";
import { unsendableHeaders } from "../../signing/signable-request.ts";
import { type ReadBody, readRequestBody } from "./request-body.ts";

/** The first argument of `fetch`. */
export type FetchInput = string | URL | Request;

/** A request as the two arguments of `fetch` describe it together. */
export interface FetchRequest {
  readonly url: string;
  /** In upper case. */
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
  /** Whether a redirect is an error. It is never followed: the signature is for one host. */
  readonly refusesRedirect: boolean;
  /** What only the runtime's `fetch` understands, for example `keepalive`, or Node's `dispatcher`. */
  readonly rest: Readonly<Record<string, unknown>>;
  /** Reads the body. A `Request` is used up then. */
  readonly readBody: () => Promise<ReadBody>;
}

const WITHOUT_BODY = new Set(["GET", "HEAD"]);

/** Members of a `Request` that `fetch` takes in its second argument too. Runtimes leave out what they do not support. */
const PASSED_ON = [
  "cache",
  "cf",
  "credentials",
  "integrity",
  "keepalive",
  "mode",
  "referrer",
  "referrerPolicy",
] as const;

/**
 * Reads the arguments of `fetch`: what `init` states wins over a `Request`. Throws `INVALID_REQUEST` for headers that cannot be
 * sent, and for a body with GET or HEAD.
 */
export function readFetchRequest(input: FetchInput, init: RequestInit): FetchRequest {
  const given = isRequest(input) ? input : undefined;
  const { method = given?.method ?? "GET", headers = given?.headers, body, signal, redirect, ...rest } = init;
  const request = {
    url: isRequest(input) ? input.url : String(input),
    method: method.toUpperCase(),
    headers: readHeaders(headers),
    // `null` detaches from the signal of a `Request`.
    signal: (signal === undefined ? given?.signal : signal) ?? undefined,
    refusesRedirect: (redirect ?? given?.redirect) === "error",
    rest: { ...(given && passedOn(given)), ...rest },
  };
  if (WITHOUT_BODY.has(request.method) && (body ?? given?.body ?? undefined) !== undefined) {
    const operation = `a ${request.method} request`;
    throw new InvalidRequestError({ operation, field: "body", problem: "is not allowed with this method" });
  }
  return { ...request, readBody: () => readBodyOf(body, given) };
}

function isRequest(input: FetchInput): input is Request {
  return typeof input === "object" && input !== null && "url" in input;
}

function passedOn(request: Request): Record<string, unknown> {
  const members = request as unknown as Record<string, unknown>;
  const stated = PASSED_ON.filter((name) => members[name] !== undefined);
  return Object.fromEntries(stated.map((name) => [name, members[name]]));
}

/** The error of `new Headers` may quote a secret. */
function readHeaders(headers: HeadersInit | undefined): Headers {
  try {
    return new Headers(headers);
  } catch {
    throw unsendableHeaders();
  }
}

/** Reads the body. A second argument with the body `null` keeps the body of the `Request`, as `fetch` does. */
async function readBodyOf(body: RequestInit["body"], request: Request | undefined): Promise<ReadBody> {
  if (!request || (body !== undefined && body !== null)) return readRequestBody(body);
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.byteLength > 0 ? { body: bytes } : {};
}
