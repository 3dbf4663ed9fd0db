import type { Digest } from "../../src/digest.ts";
import { type Bytes, hex, utf8 } from "../../src/lib/bytes.ts";

// FIPS 180-4 in plain JavaScript: an independent implementation for comparison, which is synchronous on every runtime.

const BLOCK_BYTES = 64;
const PRIMES = firstPrimes(64);
const ROUND_CONSTANTS = PRIMES.map((prime) => fractionBits(Math.cbrt(prime)));
const INITIAL_STATE = PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

/** Synchronous hash functions in plain JavaScript. */
export const syncDigest: Digest = {
  sha256Hex: (data) => hex(sha256(typeof data === "string" ? utf8(data) : data)),
  hmacSha256: (key, text) => hmacSha256(key, utf8(text)),
};

function sha256(data: Bytes): Bytes {
  const state = [...INITIAL_STATE];
  const padded = pad(data);
  for (let offset = 0; offset < padded.byteLength; offset += BLOCK_BYTES) {
    compress(state, new DataView(padded.buffer, offset, BLOCK_BYTES));
  }
  const result = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) result.setUint32(index * 4, word);
  return new Uint8Array(result.buffer);
}

function hmacSha256(key: Bytes, data: Bytes): Bytes {
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.byteLength > BLOCK_BYTES ? sha256(key) : key);
  const inner = sha256(join(xor(block, 0x36), data));
  return sha256(join(xor(block, 0x5c), inner));
}

function compress(state: number[], block: DataView): void {
  const words: number[] = [];
  for (let round = 0; round < 64; round += 1) words.push(scheduled(words, round, block));
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + (ROUND_CONSTANTS[round] ?? 0) + (words[round] ?? 0)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
    state[index] = ((state[index] ?? 0) + word) >>> 0;
  }
}

function scheduled(words: readonly number[], round: number, block: DataView): number {
  if (round < 16) return block.getUint32(round * 4);
  const early = words[round - 15] ?? 0;
  const late = words[round - 2] ?? 0;
  const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
  const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
  return ((words[round - 16] ?? 0) + sigma0 + (words[round - 7] ?? 0) + sigma1) | 0;
}

function pad(data: Bytes): Bytes {
  const padded = new Uint8Array(Math.ceil((data.byteLength + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(data);
  padded[data.byteLength] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.byteLength - 8, Math.floor(data.byteLength / 2 ** 29));
  view.setUint32(padded.byteLength - 4, (data.byteLength << 3) >>> 0);
  return padded;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function xor(block: Bytes, mask: number): Bytes {
  return block.map((byte) => byte ^ mask);
}

function join(first: Bytes, second: Bytes): Bytes {
  const joined = new Uint8Array(first.byteLength + second.byteLength);
  joined.set(first);
  joined.set(second, first.byteLength);
  return joined;
}

function fractionBits(value: number): number {
  return Math.floor((value % 1) * 2 ** 32) >>> 0;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}
