const DIGITS = 32;

/** A name for one holder of a lease, or for one file: 128 random bits in hexadecimal digits. */
export function ownerToken(random: () => number): string {
  return Array.from({ length: DIGITS }, () => Math.floor(random() * 16).toString(16)).join("");
}

/** A UUID of version 4 (RFC 9562), which AWS takes as the idempotency token of a call. */
export function idempotencyToken(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === "x" ? digit : (digit % 4) + 8).toString(16);
  });
}
