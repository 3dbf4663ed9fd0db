import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { isText, parseJsonObject, typeName } from "../../aws/decode.ts";
import { InvalidResponseError } from "../../errors/call-errors.ts";
import { sendOnce } from "../../http/send-once.ts";
import { createSingleFlight } from "../../lib/single-flight.ts";
import type { Ports } from "../../ports.ts";

/** Whose keys, and where from. */
export interface IssuerKeysOptions {
  readonly issuer: string;
  readonly jwksUri: string | undefined;
  readonly ports: Ports;
}

const CONTEXT = { service: "oidc", operation: "GetSigningKeys" };
const TIMEOUT_MS = 5000;
const MAX_BODY_BYTES = 2 ** 18;

/** A withdrawn key is refused at the latest after this. */
const MAX_AGE_MS = 3_600_000;

/** Tokens that name unknown keys, as anybody may make, cost the issuer a request in this time at most. */
const COOLDOWN_MS = 30_000;

/** The signing keys of an issuer, kept. Keys that cannot be fetched anew stay, so that an outage of the issuer hurts nobody. */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  readonly #flight;
  #keys: JWTVerifyGetKey | undefined;
  #fetchedAtMs = 0;
  #triedAtMs = -Infinity;

  constructor(options: IssuerKeysOptions) {
    this.#options = options;
    this.#flight = createSingleFlight<void>(options.ports.shareInFlight);
  }

  /** The keys; `undefined` if none could be had so far. Old ones are fetched anew behind the caller. */
  async current(): Promise<JWTVerifyGetKey | undefined> {
    const isOld = this.#options.ports.now() - this.#fetchedAtMs > MAX_AGE_MS;
    if (!this.#keys) await this.#refresh();
    else if (isOld) void this.#refresh();
    return this.#keys;
  }

  /** Newer keys than those, or those if it is too early to ask. */
  async newer(known: JWTVerifyGetKey): Promise<JWTVerifyGetKey> {
    if (this.#keys === known) await this.#refresh();
    return this.#keys ?? known;
  }

  /** Never rejects: what is known stays. */
  async #refresh(): Promise<void> {
    const nowMs = this.#options.ports.now();
    if (nowMs - this.#triedAtMs >= COOLDOWN_MS) this.#triedAtMs = nowMs;
    else if (!this.#flight.isRunning) return;
    await this.#flight
      .run(async () => {
        this.#keys = createLocalJWKSet(await this.#fetchKeys());
        this.#fetchedAtMs = this.#options.ports.now();
      })
      .catch(() => undefined);
  }

  async #fetchKeys(): Promise<JSONWebKeySet> {
    const { issuer, jwksUri } = this.#options;
    const url =
      jwksUri ?? (await this.#discover(`${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`));
    const { keys } = await this.#get(url);
    if (Array.isArray(keys)) return { keys };
    throw unusable("keys", "a list", keys);
  }

  async #discover(url: string): Promise<string> {
    const { jwks_uri: jwksUri } = await this.#get(url);
    if (isText(jwksUri)) return jwksUri;
    throw unusable("jwks_uri", "a URL", jwksUri);
  }

  async #get(url: string): Promise<Record<string, unknown>> {
    const { ports } = this.#options;
    const request = { method: "GET", url, headers: { accept: "application/json" } };
    const attempt = { ports, context: CONTEXT, timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_BODY_BYTES };
    const { status, body } = await sendOnce(request, attempt);
    if (status !== 200) throw unusable("the status", "200", status);
    return parseJsonObject(body, { ...CONTEXT, status });
  }
}

function unusable(path: string, expected: string, seen: unknown): InvalidResponseError {
  return new InvalidResponseError({ ...CONTEXT, path, expected, seen: typeName(seen) });
}
