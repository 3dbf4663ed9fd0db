import { denoApi, openDenoKv } from "../../runtimes/deno/deno-api.ts";
import { fileStore } from "../../runtimes/deno/file-store.ts";
import { kvStore } from "../../runtimes/deno/kv-store.ts";
import { utf8 } from "../../src/lib/bytes.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import type { Suite } from "../framework/rounds.ts";
import type { Family } from "../framework/runtimes.ts";
import { RECORD, type StoreSettings, storeSuites } from "./store-suites.ts";

const TTL_MS = 3_600_000;

/** The stores of Deno. */
export async function suites(_family: Family, { folder }: StoreSettings): Promise<Suite[]> {
  const kv = await openDenoKv(`${folder}/kv.sqlite`);
  await kv.atomic().set(["straight"], utf8(RECORD), { expireIn: TTL_MS }).commit();
  const { readTextFile } = denoApi();
  const file = `${folder}/straight`;
  return storeSuites([
    { name: "memoryStore", store: memoryStore() },
    {
      name: "fileStore",
      store: fileStore(`${folder}/deno`),
      readDirectly: { name: "readTextFile alone", run: () => readTextFile(file) },
    },
    {
      name: "kvStore, a file",
      store: kvStore(kv),
      readDirectly: { name: "kv.get alone", run: () => kv.get(["straight"]) },
    },
  ]);
}
