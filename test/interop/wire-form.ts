import { expect } from "vitest";
import type { RecordedRequest } from "../../src/emulator/world/request-log.ts";
import type { ServedEmulator } from "./served-emulator.ts";

/** The parts of a request that do not depend on the sender. */
export interface WireForm {
  readonly service: string;
  readonly operation: string | undefined;
  readonly method: string;
  /** The path as sent, percent-encoded. */
  readonly path: string;
  /** The query parameters as sent, sorted. */
  readonly query: readonly string[];
  /** The media type without parameters. */
  readonly contentType: string | undefined;
  /** Parsed JSON, the sorted pairs of a form as sent, or `undefined` for an empty body. */
  readonly body: unknown;
}

/** Two calls of one operation with the same input. */
export interface TwoSenders {
  readonly ours: () => Promise<unknown>;
  readonly theirs: () => Promise<unknown>;
}

/** The complete requests of two senders. */
export interface RecordedPair {
  readonly ours: RecordedRequest;
  readonly theirs: RecordedRequest;
}

/** Makes both calls and returns the requests that arrived, independent of the responses. */
export async function recordPair({ emulator }: ServedEmulator, senders: TwoSenders): Promise<RecordedPair> {
  return {
    theirs: await recordOne(emulator, senders.theirs),
    ours: await recordOne(emulator, senders.ours),
  };
}

async function recordOne(
  emulator: ServedEmulator["emulator"],
  send: () => Promise<unknown>,
): Promise<RecordedRequest> {
  emulator.clearRequests();
  const [outcome] = await Promise.allSettled([send()]);
  const [request, ...others] = emulator.requests;
  if (request !== undefined && others.length === 0) return { ...request };
  throw new Error(`expected one request, and ${emulator.requests.length} came`, { cause: outcome });
}

/** Removes from a request what its sender may choose: order, spacing, and headers. */
export function wireFormOf(request: RecordedRequest): WireForm {
  const { service, operation, method, path, query, headers } = request;
  const contentType = headers["content-type"]?.split(";")[0];
  return {
    service,
    operation,
    method,
    path,
    query: sortedPairs(query),
    contentType,
    body: bodyOf(request.body, contentType),
  };
}

function bodyOf(body: string, contentType: string | undefined): unknown {
  if (body === "") return undefined;
  return contentType === "application/json" ? JSON.parse(body) : sortedPairs(body);
}

function sortedPairs(text: string): string[] {
  const pairs = text === "" ? [] : text.split("&");
  pairs.sort();
  return pairs;
}

/** Makes both calls and compares the requests without their headers. */
export async function expectSameRequest(served: ServedEmulator, senders: TwoSenders): Promise<void> {
  const { ours, theirs } = await recordPair(served, senders);
  expect(ours.operation).toBeDefined();
  expect(wireFormOf(ours)).toEqual(wireFormOf(theirs));
}
