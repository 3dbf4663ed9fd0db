import type { AwsCredentials } from "../aws/credentials.ts";
import type { Digest } from "../digest.ts";
import { type Bytes, utf8 } from "../lib/bytes.ts";
import { evictOldest } from "../lib/lru.ts";
import type { MaybePromise } from "../ports.ts";

interface DerivedKeys {
  readonly secretAccessKey: string;
  readonly byScope: Map<string, Bytes>;
}

const MAX_SCOPES = 50;

// The credentials object is the key: derived keys are collected with it, and no map key is a secret. Holds finished keys
// only, because on Workers a promise must not cross from one request to another.
const cache = /* @__PURE__ */ new WeakMap<AwsCredentials, DerivedKeys>();

/**
 * Returns the SigV4 signing key of a scope, for example `20261122/us-west-2/eks/aws4_request`: at once if it was derived before,
 * and a promise if not.
 */
export function signingKey(credentials: AwsCredentials, scope: string, digest: Digest): MaybePromise<Bytes> {
  const { byScope } = keysOf(credentials);
  return byScope.get(scope) ?? derive(credentials, scope, digest);
}

/** Derives a key by an HMAC over each part of its scope. */
async function derive(credentials: AwsCredentials, scope: string, digest: Digest): Promise<Bytes> {
  const { secretAccessKey, byScope } = keysOf(credentials);
  let key = utf8(`AWS4${secretAccessKey}`);
  for (const part of scope.split("/")) key = await digest.hmacSha256(key, part);
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
