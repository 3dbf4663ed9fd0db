/** A UUID of version 4 (RFC 9562), which AWS takes as the idempotency token of a call. */
export function idempotencyToken(random: () => number): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (place) => {
    const digit = Math.floor(random() * 16);
    return (place === "x" ? digit : (digit % 4) + 8).toString(16);
  });
}
