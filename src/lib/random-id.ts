const OWNER_DIGITS = 32;

/** Returns a name for one lease holder or one file: 128 random bits in hexadecimal digits. */
export function ownerToken(random: () => number): string {
  return Array.from({ length: OWNER_DIGITS }, () => Math.floor(random() * 16).toString(16)).join("");
}

/** Returns a UUID of version 4 (RFC 9562), which AWS accepts as the idempotency token of a call. */
export function idempotencyToken(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === "x" ? digit : (digit % 4) + 8).toString(16);
  });
}
