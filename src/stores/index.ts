/**
 * Stores that keep credentials between calls and processes, on every runtime. Those of one runtime are in its own module,
 * and `sealed()` in `podkey/sealed`.
 *
 * @module
 */

export type { SharedStore } from "../credentials/refresh/shared-store.ts";
export { sharedThrough } from "../credentials/sharing/shared-through.ts";
export { UnusableRecordError } from "../credentials/sharing/unusable-record.ts";
export { type MemoryStoreOptions, memoryStore } from "./memory.ts";
export type { PlaintextOptions, PlaintextStore } from "./plaintext.ts";
export { type RedisClient, type RedisStoreOptions, redisStore, type SendRedisCommand } from "./redis.ts";
