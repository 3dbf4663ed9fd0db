import { JWT } from "../../eks-auth/assume-role-for-pod-identity.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { isVisibleAscii } from "../../lib/header-value.ts";
import { Lru } from "../../lib/lru.ts";
import type { Ports } from "../../ports.ts";
import type { ServiceAccountTokenClaims } from "../../tokens/service-account-token.ts";
import { type Pod, podOf, readClaims } from "../../tokens/service-account-token.ts";
import { badToken, expiredToken, RefusedError } from "../answer/refusal.ts";
import type { TokenVerifier } from "./token-verifier.ts";

/** A token that may be exchanged. */
export interface AdmittedToken {
  /** What its credentials are kept under: the hash of the whole token; the pod, if the token is proven. */
  readonly key: string;
  readonly token: string;
  readonly expiresAtMs: number;
  readonly pod: Pod;
}

/** How tokens are judged. */
export interface AdmissionOptions {
  readonly ports: Pick<Ports, "now" | "digest">;
  readonly audience: string;
  readonly maxTokenBytes: number;
  /** How many judgements are remembered. */
  readonly memory: number;
  readonly verify: TokenVerifier | undefined;
  /** Whether a token that cannot be proven for want of keys is let through to the exchange, which proves it itself. */
  readonly mayGoUnproven: boolean;
  readonly onVerified: (outcome: "verified" | "refused" | "no keys") => void;
}

/** Judges the token of a request. Throws `RefusedError`. */
export type Admission = (token: string) => Promise<AdmittedToken>;

const SOURCE = "the Authorization header";

/** The key of a proven token may have been withdrawn since. */
const PROOF_LASTS_MS = 3_600_000;

/**
 * Makes the judge of tokens. What it found out about a token it remembers under the token's hash, so that the same token is
 * parsed and verified once.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { ports, memory } = options;
  const known = new Lru<{ readonly admitted: AdmittedToken; readonly untilMs: number }>(memory);
  return async (token) => {
    checkForm(token, options.maxTokenBytes);
    const hash = await ports.digest.sha256Hex(token);
    const found = known.get(hash);
    const nowMs = ports.now();
    if (found && nowMs < found.untilMs) return requireUnexpired(found.admitted, nowMs);
    const { admitted, isFinal } = await judge(token, hash, options);
    if (isFinal) known.set(hash, { admitted, untilMs: options.verify ? nowMs + PROOF_LASTS_MS : Infinity });
    return admitted;
  };
}

function checkForm(token: string, maxTokenBytes: number): void {
  if (token === "") throw badToken("Service account token cannot be empty");
  if (token.length > maxTokenBytes) {
    throw badToken(`Service account token is longer than ${maxTokenBytes} bytes`);
  }
  if (/^bearer /i.test(token)) {
    throw badToken("Service account token cannot be parsed: send it alone, without Bearer");
  }
  if (!isVisibleAscii(token)) throw badToken("Service account token cannot be parsed: it is not one token");
}

async function judge(
  token: string,
  hash: string,
  options: AdmissionOptions,
): Promise<{ readonly admitted: AdmittedToken; readonly isFinal: boolean }> {
  const nowMs = options.ports.now();
  const stated = readStated(token);
  if (!JWT.test(token)) throw badToken("Service account token cannot be parsed: it is not signed");
  const pod = podOf(stated);
  if (!pod) throw badToken("Service account token cannot be parsed: its subject is no service account");
  checkClaims(stated, options.audience, nowMs);
  const admitted = { key: hash, token, expiresAtMs: stated.exp * 1000, pod };
  if (!options.verify) return { admitted, isFinal: true };
  const proven = await prove(token, options.verify, options.onVerified);
  if (!proven && !options.mayGoUnproven) {
    const message = "Service account token cannot be verified: the keys of its cluster cannot be had";
    throw new RefusedError({ status: 503, awsCode: "ServiceUnavailableException", message });
  }
  const key = (proven && keyOf(proven.iss, pod)) ?? hash;
  return { admitted: { ...admitted, key }, isFinal: proven !== undefined };
}

function readStated(token: string): ServiceAccountTokenClaims {
  try {
    return readClaims({ token, source: SOURCE });
  } catch (error) {
    throw badToken(`Service account token cannot be parsed: ${messageOf(error)}`);
  }
}

function checkClaims({ aud, exp, nbf }: ServiceAccountTokenClaims, audience: string, nowMs: number): void {
  if (nowMs >= exp * 1000) throw expiredToken();
  if (nbf !== undefined && nowMs < nbf * 1000) {
    throw badToken("Service account token failed basic claim validations: it is not valid yet");
  }
  if (aud.includes(audience)) return;
  throw badToken(`Service account token failed basic claim validations: it is not for ${audience}`);
}

async function prove(
  token: string,
  verify: TokenVerifier,
  onVerified: AdmissionOptions["onVerified"],
): Promise<ServiceAccountTokenClaims | undefined> {
  try {
    const proven = await verify(token);
    onVerified(proven ? "verified" : "no keys");
    return proven;
  } catch (error) {
    onVerified("refused");
    throw badToken(`Service account token is refused: ${messageOf(error)}`);
  }
}

/** A token that is bound to no pod is known by itself alone. */
function keyOf(issuer: string, { namespace, serviceAccount, podUid }: Pod): string | undefined {
  return podUid && ["pod", issuer, namespace, serviceAccount, podUid].join(" ");
}

function requireUnexpired(admitted: AdmittedToken, nowMs: number): AdmittedToken {
  if (nowMs < admitted.expiresAtMs) return admitted;
  throw expiredToken();
}

/** Only of errors that are known to quote nothing. */
function messageOf(error: unknown): string {
  return isPodkeyError(error) ? error.message : "it cannot be read";
}
