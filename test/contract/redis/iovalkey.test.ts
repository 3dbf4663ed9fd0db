import { Redis } from "iovalkey";
import { describeRedis } from "./describe-redis.ts";

describeRedis("a store in Redis, by iovalkey", async (port) => {
  const client = new Redis({ host: "127.0.0.1", port });
  return { client, close: () => client.disconnect() };
});
