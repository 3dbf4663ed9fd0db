import { base64url } from "jose";
import { invalidParameter } from "../wire/aws-error.ts";
import { checksum } from "../wire/identifiers.ts";

/** Text that binds a token to one query of one emulator. */
export type QueryFingerprint = string;

/** An opaque token for the page after a place in the order of creation. */
export function encodePageToken(afterSequence: number, query: QueryFingerprint): string {
  const place = afterSequence.toString(36);
  return base64url.encode(`${place}.${checksum(`${place}.${query}`).toString(36)}`);
}

/**
 * The place that a token stands for, 0 without one.
 * @throws AwsError when it was not made for this query.
 */
export function decodePageToken(token: string | undefined, query: QueryFingerprint): number {
  if (token === undefined) return 0;
  const sequence = Number.parseInt(tokenText(token), 36);
  if (Number.isNaN(sequence) || encodePageToken(sequence, query) !== token) {
    throw invalidParameter("The nextToken is invalid for this request.");
  }
  return sequence;
}

function tokenText(token: string): string {
  try {
    return new TextDecoder().decode(base64url.decode(token));
  } catch {
    return "";
  }
}

/**
 * The page size of a list call.
 * @throws AwsError when it is not an integer from 1 to 100.
 */
export function readMaxResults(text: string | undefined, pageSize: number): number {
  if (text === undefined) return pageSize;
  const maxResults = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (maxResults < 1 || maxResults > 100) {
    throw invalidParameter("maxResults must be an integer from 1 to 100.");
  }
  return maxResults;
}
