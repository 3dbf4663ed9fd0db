import type { AwsCredentials } from "../aws/credentials.ts";
import { type Bytes, utf8 } from "../lib/bytes.ts";
import { evictOldest } from "../lib/lru.ts";
import type { Digest } from "../ports.ts";

/** The day, region and service that a SigV4 signature is valid for. */
export interface CredentialScope {
  /** The day in UTC, as `YYYYMMDD`. */
  readonly date: string;
  /** The region's name. */
  readonly region: string;
  /** The service's signing name. */
  readonly service: string;
}

interface DerivedKeys {
  readonly secretAccessKey: string;
  readonly byScope: Map<string, Bytes>;
}

const MAX_SCOPES = 50;

// The credentials object is the key: derived keys are collected with it, and no map key is a secret. Holds finished keys
// only, because on Workers a promise must not cross from one request to another.
const cache = /* @__PURE__ */ new WeakMap<AwsCredentials, DerivedKeys>();

/** Derives the SigV4 signing key (HMAC over date, region and service), or returns the one derived before. */
export async function signingKey(
  credentials: AwsCredentials,
  { date, region, service }: CredentialScope,
  digest: Digest,
): Promise<Bytes> {
  const { byScope } = keysOf(credentials);
  const scope = [date, region, service].join("\n");
  const known = byScope.get(scope);
  if (known) return known;
  let key = utf8(`AWS4${credentials.secretAccessKey}`);
  for (const part of [date, region, service, "aws4_request"]) key = await digest.hmacSha256(key, part);
  byScope.set(scope, key);
  evictOldest(byScope, MAX_SCOPES);
  return key;
}

function keysOf(credentials: AwsCredentials): DerivedKeys {
  const { secretAccessKey } = credentials;
  const known = cache.get(credentials);
  // A caller may change the secret of an object in place.
  if (known?.secretAccessKey === secretAccessKey) return known;
  const fresh = { secretAccessKey, byScope: new Map<string, Bytes>() };
  cache.set(credentials, fresh);
  return fresh;
}
