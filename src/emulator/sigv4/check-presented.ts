import type { AwsError } from "../wire/aws-error.ts";
import type { Protocol } from "../wire/protocol.ts";
import type { Principal, SigningKeys } from "../world/principals.ts";
import { signatureError } from "./errors.ts";
import {
  badDateError,
  basicTimestamp,
  basicTimestampMs,
  type PresentedSignature,
} from "./presented-signature.ts";

const MAX_SKEW_MS = 300_000;
const MAX_SKEW_OF_S3_MS = 900_000;

/** The called service, its time and its keys. */
export interface Verification {
  readonly protocol: Protocol;
  readonly service: string;
  readonly region: string;
  /** The server's time, in milliseconds since the epoch. */
  readonly nowMs: number;
  readonly signingKeys: SigningKeys;
  readonly findPrincipal: (accessKeyId: string) => Principal | undefined;
}

/** Throws an `AwsError` if a header that must be signed is not. */
export function checkSignedHeaders(
  headers: Headers,
  { signedHeaders }: PresentedSignature,
  protocol: Protocol,
): void {
  const unsigned = [...headers.keys()].find(
    (name) => name.startsWith("x-amz-") && !signedHeaders.includes(name),
  );
  if (!signedHeaders.includes("host")) {
    const message = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.";
    throw signatureError(protocol, "mismatch", { message });
  }
  if (signedHeaders.some((name, index, names) => index > 0 && name <= (names[index - 1] ?? ""))) {
    throw signatureError(protocol, "mismatch", {
      message: "'SignedHeaders' must be in alphabetical order.",
    });
  }
  if (unsigned === undefined) return;
  const message = `'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`;
  const isS3 = protocol === "s3";
  throw signatureError(
    protocol,
    "unsignedHeader",
    isS3 ? { members: { HeadersNotSigned: unsigned } } : { message },
  );
}

/** Throws an `AwsError` if the request was signed for another region, service or day. */
export function checkScope(presented: PresentedSignature, { protocol, region, service }: Verification): void {
  if (protocol === "s3" && presented.region !== region) throw wrongRegionError(presented, region);
  const complaints: string[] = [];
  if (presented.region !== region) complaints.push("Credential should be scoped to a valid region.");
  if (presented.service !== service) {
    complaints.push(`Credential should be scoped to correct service: '${service}'.`);
  }
  const day = presented.timestamp.slice(0, 8);
  if (presented.scopeDate !== day) {
    complaints.push(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: " +
        `'${presented.scopeDate}' != '${day}', from '${presented.timestamp}'.`,
    );
  }
  if (complaints.length > 0) throw signatureError(protocol, "wrongScope", { message: complaints.join(" ") });
}

function wrongRegionError(presented: PresentedSignature, region: string): AwsError {
  const wrong = `the region '${presented.region}' is wrong; expecting '${region}'`;
  const members = { Region: region };
  if (presented.expiresSeconds === undefined) {
    const message = `The authorization header is malformed; ${wrong}`;
    return signatureError("s3", "wrongScope", { message, members });
  }
  const message = `Error parsing the X-Amz-Credential parameter; ${wrong}`;
  return signatureError("s3", "incompleteQuery", { message, members });
}

/** Throws an `AwsError` if the signature has expired, or if its time is too far from the server's. */
export function checkTime(presented: PresentedSignature, { protocol, nowMs }: Verification): void {
  const { timestamp, expiresSeconds } = presented;
  const signedAtMs = basicTimestampMs(timestamp);
  if (Number.isNaN(signedAtMs)) throw badDateError(protocol, timestamp);
  const isS3 = protocol === "s3";
  const skewMs = isS3 ? MAX_SKEW_OF_S3_MS : MAX_SKEW_MS;
  const now = basicTimestamp(nowMs);
  // S3 does not say the times.
  const refusal = (fault: "skewed" | "expiredUrl", message: string): AwsError =>
    signatureError(protocol, fault, isS3 ? {} : { message });
  if (signedAtMs > nowMs + skewMs) {
    const latest = basicTimestamp(nowMs + skewMs);
    const text = `Signature not yet current: ${timestamp} is still later than ${latest} (${now} + 5 min.)`;
    throw refusal("skewed", text);
  }
  if (expiresSeconds !== undefined) {
    const end = signedAtMs + expiresSeconds * 1000;
    if (nowMs <= end) return;
    throw refusal("expiredUrl", `Signature expired: ${basicTimestamp(end)} is now earlier than ${now}`);
  }
  if (signedAtMs < nowMs - skewMs) {
    const earliest = basicTimestamp(nowMs - skewMs);
    throw refusal(
      "skewed",
      `Signature expired: ${timestamp} is now earlier than ${earliest} (${now} - 5 min.)`,
    );
  }
}

/** Throws an `AwsError` if the session token is not that of the key, or if the session has ended. */
export function checkSession(
  presented: PresentedSignature,
  principal: Principal,
  { protocol, nowMs }: Verification,
): void {
  if (presented.sessionToken !== principal.sessionToken) throw signatureError(protocol, "wrongToken");
  if (principal.session !== undefined && principal.session.expiresAtMs <= nowMs) {
    throw signatureError(protocol, "expiredSession");
  }
}
