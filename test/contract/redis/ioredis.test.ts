import { Redis } from "ioredis";
import { describeRedis } from "./describe-redis.ts";

describeRedis("a store in Redis, by ioredis", async (port) => {
  const client = new Redis({ host: "127.0.0.1", port });
  return { client, close: () => client.disconnect() };
});
