import type { DatedRecord } from "../../../src/stores/dated-record.ts";

const FAR_FUTURE_MS = 4_000_000_000_000;
const REPEATS = 10_000;

/** A record of some size that tells its number, all over. */
export function recordOf(number: number): DatedRecord {
  return { value: `${number},`.repeat(REPEATS), expiresAtMs: FAR_FUTURE_MS + number };
}

/** The number of a record, if it is whole. */
export function numberOf(value: string | undefined): number | undefined {
  const number = Number.parseInt(value ?? "", 10);
  return value === recordOf(number).value ? number : undefined;
}
