import type { RedisClient } from "../../../src/stores/redis.ts";
import { describeRedis } from "../redis/describe-redis.ts";

interface BunRedis {
  readonly RedisClient: new (url: string) => RedisClient & { close(): void };
}

describeRedis("a store in Redis, by Bun", async (port) => {
  const { RedisClient } = (globalThis as unknown as { Bun: BunRedis }).Bun;
  const client = new RedisClient(`redis://127.0.0.1:${port}`);
  return { client, close: () => client.close() };
});
