import type { AwsCredentials } from "../aws/credentials.ts";
import { type Bytes, utf8 } from "../lib/bytes.ts";
import type { Digest } from "../ports.ts";

/** What a SigV4 signature is valid for. */
export interface CredentialScope {
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

interface DerivedKeys {
  readonly secretAccessKey: string;
  readonly byScope: Map<string, Bytes>;
}

const MAX_SCOPES = 50;

// Keyed by the credentials object, so that derived keys die with it and no secret serves as a key. Only finished
// keys are kept: a promise must not cross from one request to another on Workers.
const cache = /* @__PURE__ */ new WeakMap<AwsCredentials, DerivedKeys>();

/** Derives the SigV4 signing key (HMAC over date, region, service), or answers the one derived before. */
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
  if (byScope.size >= MAX_SCOPES) forgetOldest(byScope);
  byScope.set(scope, key);
  return key;
}

function keysOf(credentials: AwsCredentials): DerivedKeys {
  const { secretAccessKey } = credentials;
  const known = cache.get(credentials);
  // An object whose secret was changed in place must not sign with keys of the old one.
  if (known?.secretAccessKey === secretAccessKey) return known;
  const fresh = { secretAccessKey, byScope: new Map<string, Bytes>() };
  cache.set(credentials, fresh);
  return fresh;
}

function forgetOldest(byScope: Map<string, Bytes>): void {
  const [oldest] = byScope.keys();
  if (oldest !== undefined) byScope.delete(oldest);
}
