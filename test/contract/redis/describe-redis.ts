import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandSender, type RedisClient, redisStore } from "../../../src/stores/redis.ts";
import { type RedisServer, startRedis } from "../../../tools/redis-server.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { HOUR_MS } from "../../support/time.ts";
import { describeStore } from "../store-contract.ts";

/** An open client. */
export interface OpenClient {
  readonly client: RedisClient;
  readonly close: () => Promise<void> | void;
}

/** Shortens the leases in the server, because the server's clock cannot be set. */
const ADVANCE_SCRIPT = `
for _, lease in ipairs(redis.call('KEYS', 'podkey:lease:*')) do
  redis.call('PEXPIRE', lease, redis.call('PTTL', lease) - tonumber(ARGV[1]))
end`;

/** Tests a store against a real Redis, through one kind of client. */
export function describeRedis(name: string, connect: (port: number) => Promise<OpenClient>): void {
  let server: RedisServer;
  let open: OpenClient;
  const send = (...command: string[]) => commandSender(open.client)(command, "");
  beforeAll(async () => {
    server = await startRedis();
    open = await connect(server.port);
  });
  afterAll(async () => {
    await open.close();
    await server.stop();
  });

  describeStore(name, async () => {
    await send("FLUSHALL");
    const clock = fakeClock(Date.now());
    return {
      store: redisStore(open.client, { now: clock.now }),
      now: clock.now,
      advance: async (ms) => {
        clock.advance(ms);
        await send("EVAL", ADVANCE_SCRIPT, "0", String(ms));
      },
      poison: async (key, text) => {
        await send("SET", `podkey:record:${key}`, text);
      },
    };
  });

  describe(`${name}, in the server`, () => {
    test("sets the expiry of records and leases in the server too", async () => {
      await send("FLUSHALL");
      const expiresAtMs = Date.now() + HOUR_MS;
      const store = redisStore(open.client);
      await store.set("key", "value", { expiresAtMs });
      expect(await send("PEXPIRETIME", "podkey:record:key")).toBe(expiresAtMs);
      await store.acquire("key", { ttlMs: 10_000 });
      expect(await send("PTTL", "podkey:lease:key")).toSatisfy((ttl) => ttl > 9000 && ttl <= 10_000);
    });

    test("replaces a key of another type", async () => {
      await send("FLUSHALL");
      await send("RPUSH", "podkey:record:key", "item");
      const store = redisStore(open.client);
      expect(await store.get("key")).toBeUndefined();
      await store.set("key", "value", { expiresAtMs: Date.now() + HOUR_MS });
      expect(await store.get("key")).toBe("value");
    });
  });
}
