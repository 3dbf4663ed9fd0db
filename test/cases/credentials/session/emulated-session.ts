import type { CredentialProvider } from "../../../../src/aws/credentials.ts";
import { makeCredentials } from "../../../../src/aws/credentials.ts";
import { fromTemporaryCredentials } from "../../../../src/credentials/providers/from-temporary-credentials.ts";
import {
  createSession,
  type Session,
  type SessionOptions,
} from "../../../../src/credentials/session/session.ts";
import { createEmulator, type Emulator } from "../../../../src/emulator/index.ts";
import { createClient } from "../../../../src/http/client.ts";
import type { Ports } from "../../../../src/ports.ts";
import { NOW_MS } from "../../../support/aws-examples.ts";
import type { SentRequest } from "../../../support/fake-runtime.ts";

export const REGION = "us-west-2";
const ROLE_ARN = "arn:aws:iam::111122223333:role/checkout";
export const IDENTITY_URL: string =
  "https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15";

/** A session of a role, against an emulator on a clock that stands still until a test moves it. */
export interface EmulatedSession {
  readonly session: Session;
  readonly emulator: Emulator;
  readonly clock: { nowMs: number };
  readonly ports: Partial<Ports>;
  /** What the session sent, exchanges included. */
  readonly sent: SentRequest[];
  /** The operations that the emulator saw. */
  readonly operations: () => string[];
}

/**
 * Opens a session of a role for 15 minutes. With `hidesExpiration` the session learns of the end only from AWS, as with a
 * clock that is slow.
 */
export function emulatedSession(
  options: Partial<SessionOptions> & { readonly hidesExpiration?: boolean } = {},
): EmulatedSession {
  const { hidesExpiration = false, ...rest } = options;
  const clock = { nowMs: NOW_MS };
  const now = (): number => clock.nowMs;
  const emulator = createEmulator({ now, seed: 7, shareInFlight: false });
  const sent: SentRequest[] = [];
  const fetch: Ports["fetch"] = (url, init) => {
    sent.push({ url, ...init });
    return emulator.fetch(url, init);
  };
  const ports = { fetch, now, ...options.ports };
  const client = createClient({ region: REGION, credentials: emulator.credentials, ports });
  const ofRole = fromTemporaryCredentials({ client, roleArn: ROLE_ARN, durationSeconds: 900 });
  const credentials: CredentialProvider = async (request) => {
    const { expiration: _expiration, ...keys } = await ofRole(request);
    return makeCredentials(keys);
  };
  const session = createSession({
    region: REGION,
    credentials: hidesExpiration ? credentials : ofRole,
    ...rest,
    ports,
  });
  const operations = (): string[] => emulator.requests.flatMap(({ operation }) => operation ?? []);
  return { session, emulator, clock, ports, sent, operations };
}
