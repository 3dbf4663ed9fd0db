import { bunModule } from "../../runtimes/bun/bun-api.ts";
import { sqliteStore } from "../../runtimes/bun/sqlite-store.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { type RedisClient, redisStore } from "../../src/stores/redis.ts";
import type { Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import { RECORD, type StoreSettings, type Subject, storeSuites } from "./store-suites.ts";

type BunRedisClient = RedisClient & {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<unknown>;
};

interface BunRedis {
  readonly RedisClient: new (url: string) => BunRedisClient;
}

/** The stores of Bun. */
export async function suites(_family: Family, { folder, redisPort }: StoreSettings): Promise<Suite[]> {
  const { Database } = bunModule("bun:sqlite");
  const database = new Database(`${folder}/straight.sqlite`, { create: true });
  database.run("CREATE TABLE IF NOT EXISTS straight (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");
  database.query("INSERT OR REPLACE INTO straight VALUES (?, ?)").run("key", RECORD);
  const select = () => database.query("SELECT value FROM straight WHERE key = ?").get("key");
  return storeSuites([
    { name: "memoryStore", store: memoryStore() },
    {
      name: "sqliteStore",
      store: sqliteStore(`${folder}/podkey.sqlite`),
      readDirectly: { name: "SELECT alone", run: select },
    },
    ...(redisPort === undefined ? [] : [await redisSubject(redisPort)]),
  ]);
}

async function redisSubject(port: number): Promise<Subject> {
  const { RedisClient } = (globalThis as unknown as { Bun: BunRedis }).Bun;
  const client = new RedisClient(`redis://127.0.0.1:${port}`);
  await client.set("straight", RECORD);
  const readDirectly = { name: "Bun.RedisClient.get alone", run: () => client.get("straight") };
  return { name: "redisStore, Bun.RedisClient", store: redisStore(client), readDirectly };
}
