import type { AwsCredentials } from "../aws/credentials.ts";
import { type Digest, whenHashed } from "../digest.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { type Bytes, hex } from "../lib/bytes.ts";
import { isVisibleAscii } from "../lib/header-value.ts";
import type { MaybePromise } from "../ports.ts";
import { signingKey } from "./signing-key.ts";

// The core of Signature Version 4. `sign-operation.ts` and `sign-request.ts` are the two ways to a canonical path and query.

/** What to sign with, and what the signature is valid for. Nothing is guessed from the host. */
export interface SigningContext {
  /** The credentials that sign. */
  readonly credentials: AwsCredentials;
  /** The service's signing name, for example `eks` or `sts`. */
  readonly service: string;
  /** The region's name, for example `us-west-2`. */
  readonly region: string;
  /** The time of the signature, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** Computes the hashes, for example `nodePorts().digest`. */
  readonly digest: Digest;
}

/** A request whose path and query are in the canonical form of SigV4. */
interface RequestToSign {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The host, with its port. */
  readonly host: string;
  /** The path, with each segment percent-encoded by the rules of the service. */
  readonly path: string;
  /** The query, with encoded pairs in the order of their names and values. */
  readonly query: string;
  /** The headers to sign, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body. Not hashed if there is an `x-amz-content-sha256` header. */
  readonly body: string | Bytes | undefined;
}

/** A request in the canonical form of SigV4: what a signature covers. */
interface CanonicalRequest extends Pick<RequestToSign, "method" | "path" | "query"> {
  /** The signed headers in the order of their names, one `name:value` a line. Each line ends with a line break. */
  readonly headers: string;
  /** The names of the signed headers, joined by semicolons. */
  readonly signedHeaders: string;
  /** The hash of the body, or what stands in for it. */
  readonly payloadHash: MaybePromise<string>;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
/** A path that is in canonical form as it is, for every service. */
export const PLAIN_PATH: RegExp = /^(?:\/[\w.~-]+)*\/?$/;
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Signs a request. Returns its headers, and those of the signature: the time, the session token and `Authorization`. Throws
 * `CONFIGURATION` for unusable credentials.
 */
export function authorize(
  { method, host, path, query, headers, body }: RequestToSign,
  context: SigningContext,
): MaybePromise<Record<string, string>> {
  const { credentials, nowMs, digest } = context;
  checkKeys(credentials);
  const { accessKeyId, sessionToken } = credentials;
  const sent: Record<string, string> = { ...headers, "x-amz-date": basicTime(nowMs) };
  if (sessionToken) sent["x-amz-security-token"] = sessionToken;
  const signed: Record<string, string> = { ...sent, host };
  for (const name in headers) signed[name] = (headers[name] ?? "").replace(/\s+/g, " ");
  const names = Object.keys(signed).sort();
  const signedHeaders = names.join(";");
  let lines = "";
  for (const name of names) lines += `${name}:${signed[name]}\n`;
  const payloadHash = headers["x-amz-content-sha256"] ?? payloadHashOf(body, digest);
  const canonical = { method, path, query, headers: lines, signedHeaders, payloadHash };
  return whenHashed(signatureOf(canonical, context), (signature) => {
    const credential = `${accessKeyId}/${scopeOf(context)}`;
    sent["authorization"] =
      `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
    return sent;
  });
}

/** Computes the signature of a canonical request. */
export function signatureOf(
  { method, path, query, headers, signedHeaders, payloadHash }: CanonicalRequest,
  context: SigningContext,
): MaybePromise<string> {
  const { credentials, digest, nowMs } = context;
  const scope = scopeOf(context);
  const prefix = `${ALGORITHM}\n${basicTime(nowMs)}\n${scope}\n`;
  const canonical = `${method}\n${path}\n${query}\n${headers}\n${signedHeaders}\n`;
  return whenHashed(payloadHash, (bodyHash) =>
    whenHashed(digest.sha256Hex(canonical + bodyHash), (requestHash) =>
      whenHashed(signingKey(credentials, scope, digest), (key) =>
        whenHashed(digest.hmacSha256(key, prefix + requestHash), hex),
      ),
    ),
  );
}

/** Returns the hash of a body. */
export function payloadHashOf(body: string | Bytes | undefined, digest: Digest): MaybePromise<string> {
  return body === undefined || body.length === 0 ? EMPTY_SHA256 : digest.sha256Hex(body);
}

/** Throws `CONFIGURATION` for unusable credentials. Runtimes would quote an unsendable header in their error. */
export function checkKeys({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials): void {
  if (!accessKeyId || !isVisibleAscii(accessKeyId)) throw unsendable("accessKeyId");
  if (!secretAccessKey) throw unsendable("secretAccessKey");
  if (sessionToken && !isVisibleAscii(sessionToken)) throw unsendable("sessionToken");
}

// Most signatures of a busy program share the second of the one before.
let lastSecond = -1;
let lastTime = "";

/** Writes a time as `20261122T093000Z`. */
export function basicTime(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  if (second !== lastSecond) {
    lastTime = new Date(timeMs).toISOString().replace(/[:-]|\.\d+/g, "");
    lastSecond = second;
  }
  return lastTime;
}

function scopeOf({ nowMs, region, service }: SigningContext): string {
  return `${basicTime(nowMs).slice(0, 8)}/${region}/${service}/aws4_request`;
}

function unsendable(setting: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `${setting} is empty or holds a line break, a space or another character that no key has`,
  });
}
