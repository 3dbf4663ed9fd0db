/** Bytes over a plain buffer, which is what WebCrypto takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A source of chance: at least 0 and below 1. */
export type Random = () => number;

/** The wall clock, in milliseconds since the epoch. */
export function systemNow(): number {
  return Date.now();
}

/** Chance for ids and fake keys, which protect nothing. */
export function systemRandom(): number {
  return Math.random();
}

/** Waits for the given number of milliseconds. */
export function systemSleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** The runtime's WebCrypto, looked up when it is needed. */
export function subtleCrypto(): SubtleCrypto {
  return globalThis.crypto.subtle;
}
