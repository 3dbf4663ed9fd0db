import { askProvider } from "../aws/ask-provider.ts";
import { digestOf } from "../digest.ts";
import type { CallContext } from "../errors/call-errors.ts";
import type { OutgoingRequest } from "../ports.ts";
import { signOperation } from "../signing/sign-operation.ts";
import { untilCallerAborts } from "./caller-abort.ts";
import type { ClientParts } from "./client.ts";
import { correctClock, type SkewReport } from "./clock-skew.ts";

/** The client that signs an attempt, and the call that the attempt belongs to. */
export interface SigningCall {
  readonly client: ClientParts;
  readonly context: CallContext;
  /** The region to sign for. */
  readonly region: string;
  readonly signal: AbortSignal | undefined;
}

/** A signed attempt, and what the handling of its error response needs. */
export interface SignedAttempt {
  readonly request: OutgoingRequest;
  /** Values that an error text must not repeat. */
  readonly secrets: readonly (string | undefined)[];
  /** Corrects the client's clock from a response that blames the time. Returns whether to sign and send the request again. */
  readonly correctClock: (report: Omit<SkewReport, "signedOffsetMs">) => boolean;
}

/** Signs an attempt with the credentials and the time of this moment. */
export async function signAttempt(
  request: OutgoingRequest,
  { client, context, region, signal }: SigningCall,
): Promise<SignedAttempt> {
  const { ports, clock } = client;
  const ask = () => askProvider(client.credentials, signal && { signal });
  const credentials = await untilCallerAborts(ask, signal, context);
  const signedOffsetMs = clock.offsetMs;
  const nowMs = ports.now() + signedOffsetMs;
  const { service } = context;
  return {
    request: await signOperation(request, { credentials, service, region, nowMs, digest: digestOf(ports) }),
    secrets: [credentials.secretAccessKey, credentials.sessionToken],
    correctClock: (report) => correctClock(clock, { ...report, signedOffsetMs }),
  };
}
