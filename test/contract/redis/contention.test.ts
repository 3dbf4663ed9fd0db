import { startRedis } from "../../../tools/redis-server.ts";
import { describeContention, type MeetingPlace } from "../processes/describe-contention.ts";
import { describeExchange } from "../processes/describe-exchange.ts";

describeContention("a store in Redis", "node-redis.ts", [], meetInRedis);
describeExchange("a store in Redis", "node-redis.ts", [], meetInRedis);

async function meetInRedis(): Promise<MeetingPlace> {
  const server = await startRedis();
  return { address: String(server.port), close: server.stop };
}
