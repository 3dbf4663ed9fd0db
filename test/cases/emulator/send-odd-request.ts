import type { OddRequest } from "../../support/emulator-requests.ts";
import { TOKEN_PLACEHOLDER } from "../../support/odd-input.ts";
import { type EmulatedAws, PAIR } from "./emulated-aws.ts";
import { type SignedRequest, signRequest } from "./foreign-signer.ts";

/** Sends a request to the emulator, with a valid token in place of the placeholder, and returns the HTTP status. */
export async function sendOddRequest(aws: EmulatedAws, odd: OddRequest): Promise<number> {
  const { method, origin, target, headers } = odd;
  const url = new URL(origin + target).href;
  const body = method === "GET" || method === "HEAD" ? undefined : await fillIn(aws, odd.body);
  const request = { url, init: { method, headers: { ...headers }, ...(body && { body }) } };
  const { init } = odd.signed ? await sign(aws, request) : request;
  const response = await aws.emulator.fetch(url, init as RequestInit);
  await response.arrayBuffer();
  return response.status;
}

async function fillIn(
  { emulator }: EmulatedAws,
  body: Uint8Array<ArrayBuffer> | undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const text = new TextDecoder().decode(body);
  if (!text.includes(TOKEN_PLACEHOLDER)) return body;
  const audience = ["pods.eks.amazonaws.com", "sts.amazonaws.com"];
  const token = await emulator.issueToken({ clusterName: "demo", ...PAIR, audience });
  return new TextEncoder().encode(text.replaceAll(TOKEN_PLACEHOLDER, token));
}

function sign({ emulator, clock }: EmulatedAws, { url, init }: SignedRequest): Promise<SignedRequest> {
  const service = /^https:\/\/([\w-]+)\./.exec(url)?.[1] ?? "eks";
  const { authorization: _, "x-amz-date": _date, "x-amz-security-token": _token, ...headers } = init.headers;
  return signRequest({
    ...init,
    url,
    headers,
    service,
    keys: emulator.credentials,
    nowMs: clock.nowMs,
  });
}
