import {
  durableObjectStore,
  type TransactionalStorage,
} from "../../runtimes/cloudflare/durable-object-store.ts";
import { type KvNamespace, kvStore } from "../../runtimes/cloudflare/kv-store.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import { RECORD, type StoreSettings, storeSuites } from "./store-suites.ts";

interface Bindings {
  readonly KV: KvNamespace;
}

const TTL_SECONDS = 3600;

/** The stores of Workers, used inside a Durable Object. */
export async function suites(
  _family: Family,
  _settings: StoreSettings,
  { KV }: Bindings,
  storage: TransactionalStorage,
): Promise<Suite[]> {
  await KV.put("straight", RECORD, { expirationTtl: TTL_SECONDS });
  await storage.put("straight", RECORD);
  return storeSuites([
    { name: "memoryStore", store: memoryStore() },
    {
      name: "kvStore",
      store: kvStore(KV),
      readDirectly: { name: "KV.get alone", run: () => KV.get("straight", "text") },
    },
    {
      name: "durableObjectStore",
      store: durableObjectStore(storage),
      readDirectly: { name: "storage.get alone", run: () => storage.get("straight") },
    },
  ]);
}
