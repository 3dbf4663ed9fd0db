import { createClient } from "redis";
import { describeRedis } from "./describe-redis.ts";

describeRedis("a store in Redis, by redis", async (port) => {
  const client = createClient({ socket: { host: "127.0.0.1", port } });
  await client.connect();
  return { client, close: () => client.close() };
});
