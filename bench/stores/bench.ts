import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { type RedisServer, startRedis } from "../../tools/redis-server.ts";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import type { Bench, Effort } from "../framework/bench.ts";
import type { Group } from "../framework/figures.ts";
import { timeProgram } from "../framework/run-program.ts";
import { RUNTIMES } from "../framework/runtimes.ts";
import { RECORD } from "./store-suites.ts";

const MEASURED_ON = new Set(["Node 24", "Bun", "Deno", "workerd"]);

const MODULES = {
  node: "bench/stores/on-node.ts",
  bun: "bench/stores/on-bun.ts",
  deno: "bench/stores/on-deno.ts",
  workerd: "bench/stores/on-workerd.ts",
};

/** The time of reads, writes and leases in each store. */
export const stores: Bench = {
  name: "stores",
  title: "Stores",
  about: `A record of 1,800 bytes, as long as sealed session credentials, is read, written and leased, one call after the other. Files are
flushed to the disk before a set returns. Redis runs on this machine. Workers KV and Durable Objects are those of workerd on this machine, so the
figures say nothing about Cloudflare's network. *… alone* reads the same bytes from the same medium without podkey.`,
  packages: ["redis", "jose", "miniflare"],
  measure: (effort) => withTemporaryFolder((folder) => measureStores(effort, folder)),
};

async function measureStores(effort: Effort, folder: string): Promise<readonly Group[]> {
  const redis = await startRedisIfInstalled();
  await writeFile(`${folder}/straight`, RECORD);
  try {
    return await timeProgram(
      {
        runtimes: RUNTIMES.filter(({ title }) => MEASURED_ON.has(title)),
        modules: MODULES,
        settings: { folder, ...(redis && { redisPort: redis.port }) },
        bindings: { kvNamespaces: ["KV"] },
        isInDurableObject: true,
      },
      effort,
    );
  } finally {
    await redis?.stop();
  }
}

async function startRedisIfInstalled(): Promise<RedisServer | undefined> {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return startRedis();
}
