import { type Bytes, utf8 } from "../../lib/bytes.ts";
import { isHeaderName, isHeaderValue } from "../../lib/header-value.ts";
import { AwsError } from "../wire/aws-error.ts";

/** A part of the body that has a signature of its own: a chunk, or the trailing headers. */
export interface SignedPart {
  readonly kind: "PAYLOAD" | "TRAILER";
  readonly signature: string;
  readonly content: Bytes;
}

/** A body without the framing of `aws-chunked`. */
export interface AwsChunkedBody {
  readonly body: Bytes;
  /** The trailing headers, without their signature. */
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

const SIZE_LINE = /^([0-9a-f]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/i;
const TRAILER_SIGNATURE = "x-amz-trailer-signature";
const CARRIAGE_RETURN = 0x0d;

/** Removes the framing of `aws-chunked`. Throws an `AwsError` for a body that is cut off or has another form. */
export function decodeAwsChunked(
  framed: Bytes,
  isSigned: boolean,
): AwsChunkedBody & { readonly signed: readonly SignedPart[] } {
  const chunks: Bytes[] = [];
  const signed: SignedPart[] = [];
  let at = 0;
  for (;;) {
    const end = framed.indexOf(CARRIAGE_RETURN, at);
    const [, size, signature] = SIZE_LINE.exec(textOf(framed.subarray(at, Math.max(at, end)))) ?? [];
    if (size === undefined || (isSigned && signature === undefined)) throw incompleteBody();
    const start = end + 2;
    const content = framed.subarray(start, start + Number.parseInt(size, 16));
    if (isSigned) signed.push({ kind: "PAYLOAD", signature: signature ?? "", content });
    at = start + content.length;
    if (Number.parseInt(size, 16) === 0) break;
    if (framed[at] !== CARRIAGE_RETURN) throw incompleteBody();
    chunks.push(content);
    at += 2;
  }
  const lines = textOf(framed.subarray(at)).split(/[\r\n]/);
  const headers = lines.filter((line) => line !== "").map(splitHeader);
  const trailers = headers.filter(([name]) => name !== TRAILER_SIGNATURE);
  const signature = headers.find(([name]) => name === TRAILER_SIGNATURE)?.[1];
  if (isSigned && trailers.length > 0) signed.push(signedTrailer(trailers, signature));
  return { body: joined(chunks), trailers, signed };
}

function signedTrailer(trailers: AwsChunkedBody["trailers"], signature = ""): SignedPart {
  const content = utf8(trailers.map(([name, value]) => `${name}:${value}\n`).join(""));
  return { kind: "TRAILER", signature, content };
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = line.slice(colon + 1).trim();
  if (!isHeaderName(name) || !isHeaderValue(value)) throw incompleteBody();
  return [name, value];
}

function joined(chunks: readonly Bytes[]): Bytes {
  const body = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

function textOf(bytes: Bytes): string {
  return new TextDecoder().decode(bytes);
}

function incompleteBody(): AwsError {
  return new AwsError("IncompleteBody", 400, "The request body terminated unexpectedly");
}
