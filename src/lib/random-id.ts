const DIGITS = 32;

/** A name for one holder of a lease, or for one file: 128 random bits in hexadecimal digits. */
export function ownerToken(random: () => number): string {
  return Array.from({ length: DIGITS }, () => Math.floor(random() * 16).toString(16)).join("");
}
