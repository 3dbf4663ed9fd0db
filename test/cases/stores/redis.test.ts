import { describe, expect, test } from "vitest";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import { type RedisClient, redisStore } from "../../../src/stores/redis.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { rejectionOf } from "../../support/rejection.ts";
import { HOUR_MS } from "../../support/time.ts";

const RECORD = `podkey1 ${NOW_MS + HOUR_MS}\nvalue\nend`;

/** The ways to send a command that clients have. Each client tells what reached it. */
const CLIENTS: readonly [string, (receive: (command: string[]) => unknown) => RedisClient][] = [
  ["sendCommand", (receive) => ({ sendCommand: async (command) => receive(command) })],
  [
    "call, beside a sendCommand of another kind",
    (receive) => ({
      call: async (command: string, ...parameters: string[]) => receive([command, ...parameters]),
      sendCommand: () => Promise.reject(new Error("takes a Command")),
    }),
  ],
  ["send", (receive) => ({ send: async (command, parameters) => receive([command, ...parameters]) })],
  ["itself, being a function", (receive) => async (command) => receive(command)],
];

describe.each(CLIENTS)("a Redis client that sends commands by %s", (_, clientOf) => {
  test("is sent one command for each call", async () => {
    const commands: string[][] = [];
    const receive = (command: string[]) => {
      commands.push(command);
      return command[0] === "GET" ? RECORD : "OK";
    };
    const store = redisStore(clientOf(receive), { now: () => NOW_MS, random: () => 0, prefix: "shop:" });
    expect(await store.get("key")).toBe("value");
    await store.set("key", "value", { expiresAtMs: NOW_MS + HOUR_MS });
    await store.delete("key");
    const release = await store.acquire("key", { ttlMs: 1500.5 });
    await release?.();
    const owner = "0".repeat(32);
    expect(commands).toEqual([
      ["GET", "shop:record:key"],
      ["EVAL", expect.stringContaining("PXAT"), "1", "shop:record:key", RECORD, String(NOW_MS + HOUR_MS)],
      ["DEL", "shop:record:key"],
      ["SET", "shop:lease:key", owner, "NX", "PX", "1501"],
      ["EVAL", expect.stringContaining("DEL"), "1", "shop:lease:key", owner],
    ]);
  });
});

describe("a store in Redis", () => {
  test("passes a function the key by which a cluster finds the node", async () => {
    const keys: string[] = [];
    const send: RedisClient = async (_, key) => {
      keys.push(key);
      return "OK";
    };
    const store = redisStore(send, { now: () => NOW_MS });
    await store.get("key");
    await store.delete("key");
    await store.set("key", "value", { expiresAtMs: NOW_MS + HOUR_MS });
    await (await store.acquire("key", { ttlMs: 1000 }))?.();
    const [record, lease] = ["podkey:record:key", "podkey:lease:key"];
    expect(keys).toEqual([record, record, record, lease, lease]);
  });

  test.each([
    ["nothing", {}],
    [
      "the client of a cluster",
      { sendCommand: (_key: string, _isReadonly: boolean, _command: string[]) => 1 },
    ],
  ])("refuses %s as a client", (_, client) => {
    const open = () => redisStore(client as unknown as RedisClient);
    expect(open).toThrow(/the Redis client cannot be used/);
    expect(open).toThrow(expect.objectContaining({ code: "CONFIGURATION", setting: "client" }));
  });

  test("reads the reply of a client that answers with bytes", async () => {
    const store = redisStore(async () => new TextEncoder().encode(RECORD), { now: () => NOW_MS });
    expect(await store.get("key")).toBe("value");
  });

  test.each([[null], [undefined]])("grants no lease if a client answers %j", async (reply) => {
    expect(await redisStore(async () => reply).acquire("key", { ttlMs: 1000 })).toBeUndefined();
  });

  test("counts a key that holds no text as absent, and rejects for any other fault", async () => {
    const wrongType = new Error("WRONGTYPE Operation against a key holding the wrong kind of value");
    expect(await redisStore(() => Promise.reject(wrongType)).get("key")).toBeUndefined();
    const down = new Error("connect ECONNREFUSED 127.0.0.1:6379");
    expect(await rejectionOf(redisStore(() => Promise.reject(down)).get("key"))).toBe(down);
  });

  test("sends nothing for a record that has expired", async () => {
    const store = redisStore(() => Promise.reject(new Error("nothing may be sent")), { now: () => NOW_MS });
    await store.set("key", "value", { expiresAtMs: NOW_MS });
  });

  test("is refused by requireSealed unless plaintext is allowed", () => {
    expect(() => requireSealed(redisStore(async () => null))).toThrow(/^redisStore\(\) would keep/);
    expect(() => requireSealed(redisStore(async () => null, { allowPlaintext: true }))).not.toThrow();
  });
});
