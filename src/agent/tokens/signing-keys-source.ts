import type { JSONWebKeySet } from "jose";
import { isText, parseJsonObject, tryParseJson, typeName } from "../../aws/decode.ts";
import { InvalidResponseError, ServiceError } from "../../errors/call-errors.ts";
import { ConfigurationError } from "../../errors/errors.ts";
import { sendOnce } from "../../http/send-once.ts";
import { isLoopback, parseUrl } from "../../lib/url.ts";
import type { MaybePromise, Ports } from "../../ports.ts";

/** The issuer of a cluster's tokens, and how to get its signing keys. */
export interface SigningKeysSource {
  /** The issuer URL, exactly as tokens name it, for example `https://oidc.eks.us-west-2.amazonaws.com/id/EXAMPLE`. */
  readonly issuer: string;
  /** The URL of the keys (JWKS). Default: the `jwks_uri` of the issuer's discovery document. */
  readonly jwksUri?: string | undefined;
  /**
   * Returns a bearer token for the requests, which a Kubernetes API server requires by default. It is called for each request
   * and sent to the origins of `issuer` and `jwksUri` only. Default: no token.
   */
  readonly bearerToken?: (() => MaybePromise<string>) | undefined;
  /** Whether keys may be fetched over plain HTTP from a host that is not loopback. Default: false. */
  readonly allowKeysOverHttp?: boolean | undefined;
}

type SourcePorts = Pick<Ports, "fetch" | "sleep">;

const CONTEXT = { service: "oidc", operation: "GetSigningKeys" };
const TIMEOUT_MS = 5000;
const MAX_BODY_BYTES = 2 ** 18;

/** A Kubernetes API server has its keys as `application/jwk-set+json` only, and answers 406 to `application/json` alone. */
const ACCEPT = "application/json, application/jwk-set+json";

/** What to do about a status that a Kubernetes API server answers. */
const ADVICE: Readonly<Record<number, string>> = {
  401: "the bearer token is not accepted",
  403: "the caller may not read it: pass a bearer token whose user has the role system:service-account-issuer-discovery",
  404: "it is not there: check the issuer, or pass the URL of the keys",
  406: "it has no representation as application/json or application/jwk-set+json",
};

/** What to do if the URL in a discovery document needs the bearer token. */
const WITHHELD =
  "the bearer token is sent to the hosts of the issuer and of the given URL of the keys only: give this URL as that of the keys";

/** A response other than 200, and what to do about it. */
interface Refusal {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  readonly advice: string | undefined;
}

/** Throws `CONFIGURATION` if a URL of the source is not valid, or is plain HTTP to a host that is not loopback. */
export function checkSource({ issuer, jwksUri, allowKeysOverHttp = false }: SigningKeysSource): void {
  for (const [setting, text] of Object.entries({ issuer, jwksUri })) {
    if (text === undefined) continue;
    const url = parseUrl(text);
    if (url?.protocol === "https:") continue;
    if (url?.protocol !== "http:") throw configuration(setting, "is not an https URL");
    if (allowKeysOverHttp || isLoopback(url)) continue;
    throw configuration(
      setting,
      `is plain HTTP to ${url.hostname}, where anyone on the way can replace the keys: use https, or set allowKeysOverHttp`,
    );
  }
}

/** Fetches the signing keys. Rejects with the reason, with host and status if the issuer refused. */
export async function fetchSigningKeys(
  source: SigningKeysSource,
  ports: SourcePorts,
): Promise<JSONWebKeySet> {
  const url = source.jwksUri ?? (await discover(source, ports));
  const { keys } = await getJson(url, source, ports);
  if (Array.isArray(keys)) return { keys };
  throw unusable("keys", "a list", typeName(keys));
}

/** Returns the URL of the keys (OpenID Connect Discovery 1.0, section 4). */
async function discover(source: SigningKeysSource, ports: SourcePorts): Promise<string> {
  const { issuer } = source;
  const url = `${issuer.replace(/\/+$/, "")}/.well-known/openid-configuration`;
  const { issuer: stated, jwks_uri: jwksUri } = await getJson(url, source, ports);
  if (stated !== issuer) throw unusable("issuer", "the issuer that was asked", "another one");
  const found = isText(jwksUri) ? parseUrl(jwksUri) : undefined;
  if (!found) throw unusable("jwks_uri", "a URL", typeName(jwksUri));
  const isProtected =
    found.protocol === "https:" || source.allowKeysOverHttp || found.origin === new URL(issuer).origin;
  if (isProtected) return found.href;
  throw unusable("jwks_uri", "an https URL", `${found.protocol}//${found.host}`);
}

async function getJson(
  url: string,
  source: SigningKeysSource,
  ports: SourcePorts,
): Promise<Record<string, unknown>> {
  const headers: Record<string, string> = { accept: ACCEPT };
  const isOwn = isOwnOrigin(url, source);
  const token = isOwn && (await source.bearerToken?.());
  if (token) headers["authorization"] = `Bearer ${token}`;
  const attempt = { ports, context: CONTEXT, timeoutMs: TIMEOUT_MS, maxBodyBytes: MAX_BODY_BYTES };
  const { status, body } = await sendOnce({ method: "GET", url, headers }, attempt);
  if (status !== 200) {
    const isWithheld = !isOwn && source.bearerToken !== undefined && (status === 401 || status === 403);
    throw statusError({ url, status, body, advice: isWithheld ? WITHHELD : ADVICE[status] });
  }
  return parseJsonObject(body, { ...CONTEXT, status, url });
}

function isOwnOrigin(url: string, { issuer, jwksUri }: SigningKeysSource): boolean {
  const { origin } = new URL(url);
  return [issuer, jwksUri].some((own) => own !== undefined && new URL(own).origin === origin);
}

/** The host is part of the text. Of the body only a code is taken, because the rest may hold anything. */
function statusError({ url, status, body, advice }: Refusal): ServiceError {
  const { host, pathname } = new URL(url);
  const { reason } = (tryParseJson(body) ?? {}) as { readonly reason?: unknown };
  return new ServiceError({
    ...CONTEXT,
    status,
    awsCode: isText(reason) && /^\w{1,64}$/.test(reason) ? reason : "Unknown",
    awsMessage: `${host}${pathname}${advice === undefined ? "" : `: ${advice}`}`,
    retryable: false,
  });
}

function unusable(path: string, expected: string, seen: string): InvalidResponseError {
  return new InvalidResponseError({ ...CONTEXT, path, expected, seen });
}

function configuration(setting: string, problem: string): ConfigurationError {
  return new ConfigurationError({ setting, message: `the ${setting} of a token verifier ${problem}` });
}
