import type { AwsCredentials } from "../aws/credentials.ts";
import type { Digest } from "../digest.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { type Bytes, hex } from "../lib/bytes.ts";
import { isVisibleAscii } from "../lib/header-value.ts";
import type { MaybePromise } from "../ports.ts";
import { signingKey } from "./signing-key.ts";

// The core of Signature Version 4. `sign-operation.ts` and `sign-request.ts` are the two ways to its canonical request.

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

/** A request in the canonical form of SigV4: what a signature covers. */
export interface CanonicalRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path, with each segment percent-encoded by the rules of the service. */
  readonly path: string;
  /** The query, with encoded pairs in the order of their names and values. */
  readonly query: string;
  /** The signed headers in the order of their names, one `name:value` a line. Each line ends with a line break. */
  readonly headers: string;
  /** The names of the signed headers, joined by semicolons. */
  readonly signedHeaders: string;
  /** The hash of the body, or what stands in for it. */
  readonly payloadHash: MaybePromise<string>;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Computes the signature of a canonical request. Waits for no promise where the digest returns values. */
export async function signatureOf(canonical: CanonicalRequest, context: SigningContext): Promise<string> {
  const { credentials, digest, nowMs } = context;
  const { method, path, query, headers, signedHeaders, payloadHash: hash } = canonical;
  const payloadHash = typeof hash === "string" ? hash : await hash;
  const text = `${method}\n${path}\n${query}\n${headers}\n${signedHeaders}\n${payloadHash}`;
  const hashed = digest.sha256Hex(text);
  const requestHash = typeof hashed === "string" ? hashed : await hashed;
  const scope = scopeOf(context);
  const derived = signingKey(credentials, scope, digest);
  const key = derived instanceof Uint8Array ? derived : await derived;
  const mac = digest.hmacSha256(key, `${ALGORITHM}\n${basicTime(nowMs)}\n${scope}\n${requestHash}`);
  return hex(mac instanceof Uint8Array ? mac : await mac);
}

/** Writes the `Authorization` header that carries a signature. */
export function authorizationOf(signature: string, signedHeaders: string, context: SigningContext): string {
  const credential = `${context.credentials.accessKeyId}/${scopeOf(context)}`;
  return `${ALGORITHM} Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
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
