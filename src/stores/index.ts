/**
 * Stores that keep credentials between calls and processes, on every runtime. Those of one runtime are in its own module,
 * and `sealed()` in `podkey/sealed`.
 *
 * @module
 */
export { type MemoryStoreOptions, memoryStore } from "./memory.ts";
export type { PlaintextOptions, PlaintextStore } from "./plaintext.ts";
export { type RedisStoreOptions, redisStore } from "./redis.ts";
export type { RedisClient, SendRedisCommand } from "./redis-client.ts";
