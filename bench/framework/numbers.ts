const SIGNIFICANT_DIGITS = 3;
const MAX_FRACTION_DIGITS = 4;

/** Formats a figure for readers: three significant digits, with separators between thousands. */
export function readable(value: number): string {
  const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return rounded.toLocaleString("en", { maximumFractionDigits: MAX_FRACTION_DIGITS });
}

/** Formats a factor, for example `10.4x`. */
export function times(factor: number): string {
  return `${readable(factor)}x`;
}
