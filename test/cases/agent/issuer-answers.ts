import { createTokenVerifier, type TokenVerifierOptions } from "../../../src/agent/tokens/token-verifier.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, json, type SentRequest } from "../../support/fake-runtime.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

/** What a verifier did with the answers of an issuer. */
export interface KeysOutcome {
  /** What the verifier returned for a token without a valid signature, or its error. */
  readonly result: unknown;
  readonly requests: readonly SentRequest[];
  /** The reasons why keys could not be fetched. */
  readonly failures: readonly unknown[];
}

export const ISSUER = "https://issuer.example.com";
export const KEYS_URL = `${ISSUER}/keys`;
const TOKEN = unsignedToken({ iss: ISSUER, exp: NOW_MS / 1000 + 60 });

/** Asks a verifier once, on a network that gives these answers in order. */
export async function fetchKeys(
  answers: readonly FakeAnswer[],
  options: Partial<TokenVerifierOptions> = {},
): Promise<KeysOutcome> {
  const { ports, clock, requests } = fakeRuntime({ answers });
  const failures: unknown[] = [];
  const onKeysFailure = (error: unknown): void => void failures.push(error);
  const verify = createTokenVerifier({ issuer: ISSUER, ports, onKeysFailure, ...options });
  const result = await clock.settle(verify(TOKEN).catch((error: unknown) => error));
  return { result, requests, failures };
}

/** Makes a discovery document with these members. */
export function discovery(members: object = {}): FakeAnswer {
  return json({ issuer: ISSUER, jwks_uri: KEYS_URL, ...members });
}
