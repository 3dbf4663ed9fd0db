const SIGNIFICANT_DIGITS = 3;
const MAX_FRACTION_DIGITS = 4;

/** A figure as people read it: three digits that matter, thousands apart. */
export function readable(value: number): string {
  const rounded = Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return rounded.toLocaleString("en", { maximumFractionDigits: MAX_FRACTION_DIGITS });
}

/** How many times, as `10.4x`. */
export function times(factor: number): string {
  return `${readable(factor)}x`;
}
