import { ConfigurationError } from "./errors.ts";

/** Returns a duration in milliseconds. Throws `CONFIGURATION` unless it is above 0 and finite. */
export function positiveMs(setting: string, ms: number): number {
  if (ms > 0 && Number.isFinite(ms)) return ms;
  throw new ConfigurationError({
    setting,
    message: `${setting} must be a number of milliseconds above 0, got ${ms}`,
  });
}

/** Returns a whole number. Throws `CONFIGURATION` unless it is `min` or more. */
export function wholeNumber(setting: string, value: number, min: number): number {
  if (Number.isInteger(value) && value >= min) return value;
  throw new ConfigurationError({
    setting,
    message: `${setting} must be a whole number from ${min}, got ${value}`,
  });
}
