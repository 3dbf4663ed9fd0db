import { readFile } from "node:fs/promises";
import { createClient } from "redis";
import { fileStore } from "../../runtimes/node/file-store.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { redisStore } from "../../src/stores/redis.ts";
import type { Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import { RECORD, type StoreSettings, type Subject, sealedWith, storeSuites } from "./store-suites.ts";

/** The stores of Node. */
export async function suites(_family: Family, { folder, redisPort }: StoreSettings): Promise<Suite[]> {
  const file = `${folder}/straight`;
  return storeSuites([
    { name: "memoryStore", store: memoryStore() },
    { name: "memoryStore, sealed", store: sealedWith(memoryStore()) },
    {
      name: "fileStore",
      store: fileStore(`${folder}/node`),
      readDirectly: { name: "readFile alone", run: () => readFile(file, "utf8") },
    },
    ...(redisPort === undefined ? [] : [await redisSubject(redisPort)]),
  ]);
}

async function redisSubject(port: number): Promise<Subject> {
  const client = createClient({ socket: { host: "127.0.0.1", port } });
  await client.connect();
  await client.set("straight", RECORD);
  const readDirectly = { name: "redis.get alone", run: () => client.get("straight") };
  return { name: "redisStore, redis", store: redisStore(client), readDirectly };
}
