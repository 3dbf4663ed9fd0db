/** A record that holds its own expiration, because some stores expire late or never. */
export interface DatedRecord {
  /** The text that the caller stored. */
  readonly value: string;
  /** When the record ends, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

const HEADER = /^podkey1 (\d{1,16})\n/;
const TRAILER = "\nend";

/** The last millisecond that a `Date` can hold. */
const MAX_TIME_MS = 8_640_000_000_000_000;

/** Writes a record as text: a line with version and expiration, the value, and a line that proves it complete. */
export function encodeDated({ value, expiresAtMs }: DatedRecord): string {
  const wholeMs = Math.max(0, Math.min(Math.floor(expiresAtMs), MAX_TIME_MS));
  return `podkey1 ${wholeMs}\n${value}${TRAILER}`;
}

/** Reads a record. Returns `undefined` for anything else, and for a truncated record. */
export function decodeDated(stored: unknown): DatedRecord | undefined {
  if (typeof stored !== "string") return undefined;
  const [header, expiresAtMs] = HEADER.exec(stored) ?? [];
  const end = stored.length - TRAILER.length;
  if (header === undefined || end < header.length || !stored.endsWith(TRAILER)) return undefined;
  return { value: stored.slice(header.length, end), expiresAtMs: Number(expiresAtMs) };
}

/** Returns the value of a record that has not expired. */
export function liveValue(stored: unknown, nowMs: number): string | undefined {
  const record = decodeDated(stored);
  return record && nowMs < record.expiresAtMs ? record.value : undefined;
}

/** Whether a stored record expires after the given time. Such a record is not replaced. */
export function outlives(stored: unknown, expiresAtMs: number): boolean {
  return (decodeDated(stored)?.expiresAtMs ?? 0) > expiresAtMs;
}
