import { hmac, hmacKey, utf8 } from "../wire/platform.ts";

/** Long-lived keys of an IAM user. */
export interface EmulatorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What a role session carries, as the emulator recorded it when it issued the credentials. */
export interface EmulatorSession {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly sessionName: string;
  readonly assumedRoleArn: string;
  readonly assumedRoleId: string;
  /** Every tag in force, inherited ones included. */
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
  /** Whether another role session assumed this role. */
  readonly chained: boolean;
  readonly expiresAtMs: number;
}

/** Someone who can sign: an IAM user, or a role session. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly arn: string;
  readonly userId: string;
  readonly accountId: string;
  readonly session: EmulatorSession | undefined;
}

/** A role session together with the keys that sign for it. */
export interface IssuedSession extends Principal {
  readonly sessionToken: string;
  readonly session: EmulatorSession;
}

const MAX_SESSIONS = 250_000;

/** Everyone whose signature the emulator accepts; the oldest sessions make room for new ones. */
export class Principals {
  readonly #users = new Map<string, Principal>();
  readonly #sessions = new Map<string, Principal>();

  addUser(user: Principal): void {
    this.#users.set(user.accessKeyId, user);
  }

  addSession(principal: Principal): void {
    this.#sessions.set(principal.accessKeyId, principal);
    if (this.#sessions.size <= MAX_SESSIONS) return;
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined) this.#sessions.delete(oldest);
  }

  find(accessKeyId: string): Principal | undefined {
    return this.#users.get(accessKeyId) ?? this.#sessions.get(accessKeyId);
  }
}

const MAX_KEYS = 10_000;

/** Derived SigV4 signing keys, kept so that a busy client costs one HMAC a request. */
export class SigningKeys {
  readonly #keys = new Map<string, CryptoKey>();

  /** The key of an access key for a date (`YYYYMMDD`), region and service. */
  async derive(secretAccessKey: string, accessKeyId: string, scope: readonly string[]): Promise<CryptoKey> {
    const id = [accessKeyId, ...scope].join("/");
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    let key = await hmacKey(utf8(`AWS4${secretAccessKey}`));
    for (const part of [...scope, "aws4_request"]) key = await hmacKey(await hmac(key, part));
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear();
    this.#keys.set(id, key);
    return key;
  }
}
