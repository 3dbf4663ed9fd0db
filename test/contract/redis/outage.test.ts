import { createClient } from "redis";
import { expect, test } from "vitest";
import type { RefreshEvent } from "../../../src/credentials/refresh/events.ts";
import { type RefreshingProvider, refresh } from "../../../src/credentials/refresh/refresh.ts";
import { redisStore } from "../../../src/stores/redis.ts";
import { startRedis } from "../../../tools/redis-server.ts";
import { HOUR_MS } from "../../support/time.ts";

const SERVICES = 10;
const CALLERS = 20;
const TIMEOUT_MS = 60_000;

test(
  "callers get credentials while Redis is slow or down, and make one exchange after it returns",
  async () => {
    let server = await startRedis();
    const client = createClient({ socket: { host: "127.0.0.1", port: server.port } });
    client.on("error", () => undefined);
    await client.connect();
    const store = redisStore(client, { allowPlaintext: true });
    let exchanges = 0;
    const events: RefreshEvent[] = [];

    /** Starts services with many callers each. Returns how many exchanges they made. */
    const startServices = async (): Promise<number> => {
      const before = exchanges;
      const providers = Array.from({ length: SERVICES }, () => service());
      const calls = providers.flatMap((provider) => Array.from({ length: CALLERS }, () => provider()));
      expect(await Promise.all(calls)).toHaveLength(SERVICES * CALLERS);
      return exchanges - before;
    };
    const source = async () => {
      exchanges += 1;
      const expiration = new Date(Date.now() + HOUR_MS);
      return { accessKeyId: `ASIA${exchanges}`, secretAccessKey: "example-secret", expiration };
    };
    const onEvent = (event: RefreshEvent) => events.push(event);
    const service = (): RefreshingProvider =>
      refresh({ provider: source, store, identity: "checkout", onEvent });

    expect(await startServices()).toBe(1);

    server.pause();
    expect(await startServices()).toBe(SERVICES);
    expect(events.filter((event) => event.type === "fail" && event.at === "store").length).toBeGreaterThan(0);

    server.resume();
    expect(await startServices()).toBe(0);

    const { port } = server;
    await server.stop();
    expect(await startServices()).toBe(SERVICES);

    server = await startRedis(port);
    await client.ping();
    expect(await startServices()).toBe(1);

    client.destroy();
    await server.stop();
  },
  TIMEOUT_MS,
);
