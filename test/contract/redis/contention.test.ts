import { describeContention } from "../processes/describe-contention.ts";
import { startRedis } from "./redis-server.ts";

describeContention("a store in Redis", "node-redis.ts", [], async () => {
  const server = await startRedis();
  return { address: String(server.port), close: server.stop };
});
