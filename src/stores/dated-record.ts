/** A record with its own expiry, so that a store which expires late or never is still right. */
export interface DatedRecord {
  readonly value: string;
  /** In milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

const HEADER = /^podkey1 (\d{1,16})\n/;
const TRAILER = "\nend";

/** The last millisecond that a `Date` can hold. */
const MAX_TIME_MS = 8_640_000_000_000_000;

/** Writes a record as text: a line with version and expiry, the value, and a line that shows it is whole. */
export function encodeDated({ value, expiresAtMs }: DatedRecord): string {
  const wholeMs = Math.max(0, Math.min(Math.floor(expiresAtMs), MAX_TIME_MS));
  return `podkey1 ${wholeMs}\n${value}${TRAILER}`;
}

/** Reads a record. Anything else, and a record cut short, is `undefined`. */
export function decodeDated(stored: unknown): DatedRecord | undefined {
  if (typeof stored !== "string") return undefined;
  const [header, expiresAtMs] = HEADER.exec(stored) ?? [];
  const end = stored.length - TRAILER.length;
  if (header === undefined || end < header.length || !stored.endsWith(TRAILER)) return undefined;
  return { value: stored.slice(header.length, end), expiresAtMs: Number(expiresAtMs) };
}

/** The value of a record that has not expired. */
export function liveValue(stored: unknown, nowMs: number): string | undefined {
  const record = decodeDated(stored);
  return record && nowMs < record.expiresAtMs ? record.value : undefined;
}

/** Whether what is stored expires after the given time, and so stays. */
export function outlives(stored: unknown, expiresAtMs: number): boolean {
  return (decodeDated(stored)?.expiresAtMs ?? 0) > expiresAtMs;
}
