import type { DatedRecord } from "../../../src/stores/dated-record.ts";

const FAR_FUTURE_MS = 4_000_000_000_000;
const REPEATS = 10_000;

/** Makes a large record that repeats its number. */
export function recordOf(number: number): DatedRecord {
  return { value: `${number},`.repeat(REPEATS), expiresAtMs: FAR_FUTURE_MS + number };
}

/** Returns the number of a record. `undefined` if the record is incomplete. */
export function numberOf(value: string | undefined): number | undefined {
  const number = Number.parseInt(value ?? "", 10);
  return value === recordOf(number).value ? number : undefined;
}
