import type { AwsError } from "../wire/aws-error.ts";
import { type IncomingRequest, type QueryParameter, queryValue } from "../wire/incoming-request.ts";
import type { Protocol } from "../wire/protocol.ts";
import { signatureError } from "./errors.ts";

/** The signature of a request, from its `Authorization` header or its presigned query. */
export interface PresentedSignature {
  readonly accessKeyId: string;
  /** The date of the credential scope, `YYYYMMDD`. */
  readonly scopeDate: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The time of signing, `YYYYMMDDTHHMMSSZ`. */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** How long a presigned request is valid. `undefined` if the request is not presigned. */
  readonly expiresSeconds: number | undefined;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const BASIC_TIMESTAMP = /^\d{8}T\d{6}Z$/;
const MAX_PRESIGNED_SECONDS = 604_800;
const UNSUPPORTED = "Unsupported AWS 'algorithm'.";
const BAD_LIFETIME = `X-Amz-Expires must be a number of seconds from 1 to ${MAX_PRESIGNED_SECONDS}.`;

/** Reads the signature of a request. Throws an `AwsError` if there is none, or if it is incomplete. */
export function readPresentedSignature(request: IncomingRequest, protocol: Protocol): PresentedSignature {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return fromHeader(authorization, request.headers, protocol);
  if (queryValue(request.query, "X-Amz-Algorithm") !== undefined) return fromQuery(request.query, protocol);
  throw signatureError(protocol, "missing");
}

/** The service and the region that a request claims to be signed for. */
export interface StatedScope {
  readonly service: string;
  /** `undefined` for a signature of several regions (SigV4A). */
  readonly region: string | undefined;
}

/** Reads the credential scope of a request, and verifies nothing. Returns `undefined` if the request has none. */
export function readStatedScope({ headers, query }: IncomingRequest): StatedScope | undefined {
  const authorization = headers.get("authorization");
  const credential =
    authorization === null
      ? queryValue(query, "X-Amz-Credential")
      : /^AWS4-[\w-]+\s.*?Credential=([^,\s]+)/.exec(authorization)?.[1];
  const parts = credential?.split("/") ?? [];
  const service = parts.at(-2);
  if (parts.length < 4 || !service) return undefined;
  return { service, region: parts.length === 5 ? parts[2] : undefined };
}

function fromHeader(authorization: string, headers: Headers, protocol: Protocol): PresentedSignature {
  const [algorithm, rest] = splitOnce(authorization.trim(), " ");
  // A header of another scheme may be nothing but a secret, so the error does not repeat it.
  if (algorithm !== ALGORITHM) throw signatureError(protocol, "incomplete", { message: UNSUPPORTED });
  const fields = new Map(rest.split(",").map((part) => splitOnce(part.trim(), "=")));
  const date = headers.get("x-amz-date") ?? basicDate(headers.get("date"));
  const missing = ["Credential", "Signature", "SignedHeaders"].filter((name) => !fields.get(name));
  const complaints = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (!date)
    complaints.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (complaints.length > 0) throw signatureError(protocol, "incomplete", { message: complaints.join(" ") });
  return {
    ...readScope(fields.get("Credential") ?? "", date ?? "", protocol),
    signedHeaders: (fields.get("SignedHeaders") ?? "").split(";"),
    signature: fields.get("Signature") ?? "",
    sessionToken: headers.get("x-amz-security-token") ?? undefined,
    expiresSeconds: undefined,
  };
}

function fromQuery(query: readonly QueryParameter[], protocol: Protocol): PresentedSignature {
  const names = ["X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"];
  const complaints = names
    .filter((name) => !queryValue(query, name))
    .map((name) => `AWS query-string parameters must include '${name}'.`);
  const repeated = [...names, "X-Amz-Algorithm", "X-Amz-Security-Token"].filter((name) => {
    return query.filter(([parameter]) => parameter === name).length > 1;
  });
  complaints.push(...repeated.map((name) => `AWS query-string parameters must include '${name}' only once.`));
  const refusal = (message: string) => signatureError(protocol, "incompleteQuery", { message });
  if (complaints.length > 0) throw refusal(complaints.join(" "));
  const [credential = "", signature = "", signedHeaders = "", date = "", expires = ""] = names.map((name) =>
    queryValue(query, name),
  );
  if (queryValue(query, "X-Amz-Algorithm") !== ALGORITHM) throw refusal(UNSUPPORTED);
  const expiresSeconds = Number(expires);
  const isLifetime = Number.isInteger(expiresSeconds) && expiresSeconds >= 1;
  if (!isLifetime || expiresSeconds > MAX_PRESIGNED_SECONDS) throw refusal(BAD_LIFETIME);
  return {
    ...readScope(credential, date, protocol),
    signedHeaders: signedHeaders.split(";"),
    signature,
    sessionToken: queryValue(query, "X-Amz-Security-Token"),
    expiresSeconds,
  };
}

function readScope(
  credential: string,
  timestamp: string,
  protocol: Protocol,
): Pick<PresentedSignature, "accessKeyId" | "scopeDate" | "region" | "service" | "timestamp"> {
  const parts = credential.split("/");
  const [accessKeyId = "", scopeDate = "", region = "", service = "", terminator = ""] = parts;
  if (parts.length !== 5) {
    const message = `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'.`;
    throw signatureError(protocol, "incomplete", { message });
  }
  if (!BASIC_TIMESTAMP.test(timestamp)) throw badDateError(protocol, timestamp);
  if (terminator !== "aws4_request") {
    const message = `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`;
    throw signatureError(protocol, "mismatch", { message });
  }
  return { accessKeyId, scopeDate, region, service, timestamp };
}

/** Creates the error for a date that cannot be read. */
export function badDateError(protocol: Protocol, timestamp: string): AwsError {
  const message = `Date must be in ISO-8601 'basic format'. Got '${timestamp}'.`;
  return signatureError(protocol, "incomplete", { message });
}

function basicDate(httpDate: string | null): string | undefined {
  if (httpDate === null) return undefined;
  const milliseconds = Date.parse(httpDate);
  return Number.isNaN(milliseconds) ? httpDate : basicTimestamp(milliseconds);
}

/** Formats a time in milliseconds since the epoch as `YYYYMMDDTHHMMSSZ`. */
export function basicTimestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** Parses `YYYYMMDDTHHMMSSZ` as milliseconds since the epoch. Returns NaN for text that names no time. */
export function basicTimestampMs(text: string): number {
  return Date.parse(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
