import { JWT } from "../../eks-auth/assume-role-for-pod-identity.ts";
import { isPodkeyError } from "../../errors/any-error.ts";
import { isVisibleAscii } from "../../lib/header-value.ts";
import { Lru } from "../../lib/lru.ts";
import type { Ports } from "../../ports.ts";
import {
  type Pod,
  podOf,
  readClaims,
  type ServiceAccountTokenClaims,
} from "../../tokens/service-account-token.ts";
import { badToken, expiredToken, unavailable } from "../answer/refusal.ts";
import { FIRST_COOLDOWN_MS } from "./issuer-keys.ts";
import { NOT_BEFORE_TOLERANCE_SECONDS, type TokenVerifier, type VerifiedToken } from "./token-verifier.ts";

/** A token that may be exchanged. */
export interface AdmittedToken {
  /** The cache key of its credentials: a hash of the pod if the token is verified, otherwise of the whole token. */
  readonly key: string;
  readonly token: string;
  readonly expiresAtMs: number;
  readonly pod: Pod;
}

/** How tokens are checked. */
export interface AdmissionOptions {
  readonly ports: Pick<Ports, "now" | "monotonic" | "digest">;
  readonly audience: string;
  readonly maxTokenBytes: number;
  /** How many tokens are remembered with their result. */
  readonly memory: number;
  readonly verify: TokenVerifier | undefined;
  /** Whether a token goes to the exchange if there are no keys to verify it with, because the exchange verifies it too. */
  readonly mayGoUnverified: boolean;
  readonly onVerified: (outcome: "verified" | "refused" | "no keys") => void;
}

/** Checks the token of a request. Throws `RefusedError`. */
export type Admission = (token: string) => Promise<AdmittedToken>;

/** A token with its result, and how long the result may be remembered, in milliseconds. */
interface Judgement {
  readonly admitted: AdmittedToken;
  readonly validForMs: number;
}

const SOURCE = "the Authorization header";

/**
 * Makes the function that checks tokens. It remembers results under the token's hash, so that one token is parsed and verified
 * once; a result that a verifier gave only as long as the verifier says.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { ports, memory } = options;
  const known = new Lru<{ readonly admitted: AdmittedToken; readonly untilMs: number }>(memory);
  return async (token) => {
    checkForm(token, options.maxTokenBytes);
    const hash = await ports.digest.sha256Hex(token);
    const found = known.get(hash);
    if (found && ports.monotonic() < found.untilMs) return requireUnexpired(found.admitted, ports.now());
    const { admitted, validForMs } = await judge(token, hash, options);
    if (validForMs > 0) known.set(hash, { admitted, untilMs: ports.monotonic() + validForMs });
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
  if (!isVisibleAscii(token)) {
    throw badToken("Service account token cannot be parsed: it is not one token");
  }
}

async function judge(token: string, hash: string, options: AdmissionOptions): Promise<Judgement> {
  const { ports, verify, mayGoUnverified, onVerified } = options;
  const stated = readStatedClaims(token);
  if (!JWT.test(token)) throw badToken("Service account token cannot be parsed: it is not signed");
  const pod = podOf(stated);
  if (!pod) throw badToken("Service account token cannot be parsed: its subject is no service account");
  checkClaims(stated, options.audience, ports.now());
  const admitted = { key: hash, token, expiresAtMs: stated.exp * 1000, pod };
  if (!verify) return { admitted, validForMs: Infinity };
  const proof = await prove(token, verify, onVerified);
  if (proof) return { admitted: await keyedByPod(admitted, proof, ports), validForMs: proof.validForMs };
  // Not remembered, so that the next request is verified if there are keys by then.
  if (mayGoUnverified) return { admitted, validForMs: 0 };
  const message = "Service account token cannot be verified: the keys of its cluster cannot be fetched";
  throw unavailable(message, FIRST_COOLDOWN_MS);
}

function readStatedClaims(token: string): ServiceAccountTokenClaims {
  try {
    return readClaims({ token, source: SOURCE });
  } catch (error) {
    throw badToken(`Service account token cannot be parsed: ${messageOf(error)}`);
  }
}

function checkClaims(
  { aud, exp, nbf = 0 }: ServiceAccountTokenClaims,
  audience: string,
  nowMs: number,
): void {
  if (nowMs >= exp * 1000) throw expiredToken();
  if (nowMs < (nbf - NOT_BEFORE_TOLERANCE_SECONDS) * 1000) {
    throw badToken("Service account token failed basic claim validations: it is not valid yet");
  }
  if (aud.includes(audience)) return;
  throw badToken(`Service account token failed basic claim validations: it is not for ${audience}`);
}

async function prove(
  token: string,
  verify: TokenVerifier,
  onVerified: AdmissionOptions["onVerified"],
): Promise<VerifiedToken | undefined> {
  try {
    const proof = await verify(token);
    onVerified(proof ? "verified" : "no keys");
    return proof;
  } catch (error) {
    onVerified("refused");
    throw badToken(`Service account token is refused: ${messageOf(error)}`);
  }
}

/** A token that is bound to no pod keeps its own key. The list as JSON is unambiguous, whatever the names hold. */
async function keyedByPod(
  admitted: AdmittedToken,
  { claims }: VerifiedToken,
  { digest }: Pick<Ports, "digest">,
): Promise<AdmittedToken> {
  const { namespace, serviceAccount, podUid } = admitted.pod;
  if (!podUid) return admitted;
  const identity = JSON.stringify([claims.iss, namespace, serviceAccount, podUid]);
  return { ...admitted, key: await digest.sha256Hex(identity) };
}

function requireUnexpired(admitted: AdmittedToken, nowMs: number): AdmittedToken {
  if (nowMs < admitted.expiresAtMs) return admitted;
  throw expiredToken();
}

/** Takes the text of podkey's own errors only, which never quotes the token. */
function messageOf(error: unknown): string {
  return isPodkeyError(error) ? error.message : "it cannot be read";
}
