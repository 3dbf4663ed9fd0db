import { expect } from "vitest";
import type { RecordedRequest } from "../../src/emulator/world/request-log.ts";
import type { ServedEmulator } from "./served-emulator.ts";

/** What of a request is the same whoever sends it. */
export interface WireForm {
  readonly service: string;
  readonly operation: string | undefined;
  readonly method: string;
  /** Percent-encoded, as sent. */
  readonly path: string;
  /** Parameters as sent, sorted. */
  readonly query: readonly string[];
  /** Up to its parameters. */
  readonly contentType: string | undefined;
  /** Parsed JSON, the sorted pairs of a form as sent, or `undefined` for none. */
  readonly body: unknown;
}

/** Two calls of one operation with the same input. */
export interface TwoSenders {
  readonly ours: () => Promise<unknown>;
  readonly theirs: () => Promise<unknown>;
}

/** The requests that two senders made, in full. */
export interface RecordedPair {
  readonly ours: RecordedRequest;
  readonly theirs: RecordedRequest;
}

/** Makes both calls, whatever they are answered, and gives what arrived. */
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

/** Leaves out of a request what its sender may choose: order, spacing, and headers. */
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

/** Lets both clients send their request, and compares the two in everything but headers. */
export async function expectSameRequest(served: ServedEmulator, senders: TwoSenders): Promise<void> {
  const { ours, theirs } = await recordPair(served, senders);
  expect(ours.operation).toBeDefined();
  expect(wireFormOf(ours)).toEqual(wireFormOf(theirs));
}
