import type { ConvertedShape } from "./shape.ts";

const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)$/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Reads a time in any format of AWS: epoch seconds as a number or as text, with or without a fraction, or RFC 3339 with any
 * number of fraction digits (the Pod Identity Agent writes nine). Returns `undefined` for anything else.
 */
export function toDate(value: unknown): Date | undefined {
  if (typeof value === "number") return fromEpochSeconds(value);
  if (typeof value !== "string") return undefined;
  if (NUMBER.test(value)) return fromEpochSeconds(Number(value));
  const match = RFC3339.exec(value.toUpperCase());
  if (!match) return undefined;
  const [, dateTime = "", fraction = "", zone = ""] = match;
  // Some engines read the 30th of February as the 2nd of March.
  const isInCalendar = validDate(Date.parse(`${dateTime}Z`))
    ?.toISOString()
    .startsWith(dateTime);
  return isInCalendar ? validDate(Date.parse(dateTime + fraction + zone)) : undefined;
}

/** Converts a time to epoch seconds with millisecond precision, the format of AWS's JSON protocols. */
export function toEpochSeconds(date: Date): number {
  return date.getTime() / 1000;
}

/** A time in any format of AWS. */
export const TIME: ConvertedShape<Date> = { expected: "a time", convert: toDate };

function fromEpochSeconds(seconds: number): Date | undefined {
  return validDate(Math.round(seconds * 1000));
}

function validDate(epochMs: number): Date | undefined {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
