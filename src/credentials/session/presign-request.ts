import { digestOf } from "../../digest.ts";
import type { HeadersInput } from "../../ports.ts";
import { type PresignedUrl, presignUrl } from "../../signing/presign.ts";
import { addressOf } from "./request-address.ts";
import type { SignedFetchInit } from "./signed-fetch.ts";
import type { SigningSession } from "./signing-session.ts";

/** The request to presign. Without `service` and `region`, they are read from the host. */
export interface SessionPresignInit extends Pick<SignedFetchInit, "method" | "service" | "region"> {
  /** Headers that the request must have. They are signed. Default: none. */
  readonly headers?: HeadersInput;
  /**
   * How long the URL works, in seconds, from 1 to 604,800 (7 days). Shorter if the credentials expire earlier. Default: 900
   * (15 minutes).
   */
  readonly expiresInSeconds?: number;
}

const DEFAULT_EXPIRES_IN_SECONDS = 900;

/** Presigns a request with the credentials and the clock of a session. Sends nothing. */
export async function presignRequest(
  url: string,
  init: SessionPresignInit,
  { credentials: provider, client }: SigningSession,
): Promise<PresignedUrl> {
  const { method = "GET", headers, expiresInSeconds = DEFAULT_EXPIRES_IN_SECONDS, ...stated } = init;
  const { clock, ports } = client;
  const { service, region, url: address } = addressOf(url, stated, client);
  const credentials = await provider();
  const request = { method, url: address, expiresInSeconds, ...(headers && { headers }) };
  const nowMs = ports.now() + clock.offsetMs;
  return presignUrl(request, { credentials, service, region, nowMs, digest: digestOf(ports) });
}
