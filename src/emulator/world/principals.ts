import { utf8 } from "../../lib/bytes.ts";
import { Lru } from "../../lib/lru.ts";
import { hmac, hmacKey } from "../wire/platform.ts";

/** The long-lived keys of an IAM user. */
export interface EmulatorCredentials {
  /** The access key id, e.g. `AKIAIOSFODNN7EXAMPLE`. */
  readonly accessKeyId: string;
  /** The secret access key. */
  readonly secretAccessKey: string;
}

/** The content of a role session, as the emulator recorded it when it issued the credentials. */
export interface EmulatorSession {
  /** The access key id of the session's credentials. */
  readonly accessKeyId: string;
  /** The ARN of the role. */
  readonly roleArn: string;
  /** The `RoleSessionName`. EKS Auth generates it. */
  readonly sessionName: string;
  /** The ARN of the session, e.g. `arn:aws:sts::111122223333:assumed-role/cart/session`. */
  readonly assumedRoleArn: string;
  /** The role's unique id and the session name, joined with a colon. */
  readonly assumedRoleId: string;
  /** All session tags, values by key, inherited tags included. */
  readonly tags: Readonly<Record<string, string>>;
  /** The keys of the tags that a chained session inherits. */
  readonly transitiveTagKeys: readonly string[];
  /** The `sts:ExternalId` that the role was assumed with. */
  readonly externalId: string | undefined;
  /** The source identity, which chained sessions inherit. */
  readonly sourceIdentity: string | undefined;
  /** The inline session policy, as JSON text. */
  readonly policy: string | undefined;
  /** The ARNs of the managed session policies. */
  readonly policyArns: readonly string[];
  /** Whether another role session assumed this role. */
  readonly chained: boolean;
  /** When the credentials expire, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** An identity that can sign requests: an IAM user or a role session. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly arn: string;
  readonly userId: string;
  readonly accountId: string;
  readonly session: EmulatorSession | undefined;
}

/** A role session with its credentials. */
export interface IssuedSession extends Principal {
  readonly sessionToken: string;
  readonly session: EmulatorSession;
}

const MAX_SESSIONS = 250_000;
const MAX_SIGNING_KEYS = 10_000;

/** Holds all principals. Of more than 250,000 sessions the least recently used one is forgotten. */
export class Principals {
  readonly #users = new Map<string, Principal>();
  readonly #sessions = new Lru<Principal>(MAX_SESSIONS);

  addUser(user: Principal): void {
    this.#users.set(user.accessKeyId, user);
  }

  addSession(principal: Principal): void {
    this.#sessions.set(principal.accessKeyId, principal);
  }

  find(accessKeyId: string): Principal | undefined {
    return this.#users.get(accessKeyId) ?? this.#sessions.get(accessKeyId);
  }
}

/** Caches derived SigV4 signing keys, so that verifying a request of a busy client costs one HMAC. */
export class SigningKeys {
  readonly #keys = new Lru<CryptoKey>(MAX_SIGNING_KEYS);

  /** Returns the signing key of an access key for a scope: date (`YYYYMMDD`), region and service. */
  async derive(secretAccessKey: string, accessKeyId: string, scope: readonly string[]): Promise<CryptoKey> {
    const id = [accessKeyId, ...scope].join("/");
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    let key = await hmacKey(utf8(`AWS4${secretAccessKey}`));
    for (const part of [...scope, "aws4_request"]) key = await hmacKey(await hmac(key, part));
    this.#keys.set(id, key);
    return key;
  }
}
