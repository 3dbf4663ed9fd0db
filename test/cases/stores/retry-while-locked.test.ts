import { expect, test } from "vitest";
import type { DenoKv } from "../../../runtimes/deno/deno-api.ts";
import { retryWhileLocked } from "../../../runtimes/deno/kv-store.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { rejectionOf } from "../../support/rejection.ts";

const KV: DenoKv = {
  get: async () => ({ value: undefined, versionstamp: null }),
  delete: async () => undefined,
  atomic: () => {
    throw new Error("not needed");
  },
};
const LOCKED = new TypeError("database is locked");

/** Makes work that fails a number of times, and counts its calls. */
function failing(
  times: number,
  error: Error,
): { readonly work: () => Promise<string>; readonly done: () => number } {
  let done = 0;
  const work = async (): Promise<string> => {
    done += 1;
    if (done <= times) throw error;
    return "done";
  };
  return { work, done: () => done };
}

test("waits a random time before each new attempt while another process has a Deno KV locked", async () => {
  const clock = fakeClock(NOW_MS);
  const patiently = retryWhileLocked(async () => KV, { random: () => 0.5, sleep: clock.sleep });
  const { work } = failing(3, LOCKED);
  expect(await clock.settle(patiently(work))).toBe("done");
  expect(clock.waits).toEqual([25, 25, 25]);
});

test("gives up after 20 attempts on a Deno KV that stays locked", async () => {
  const clock = fakeClock(NOW_MS);
  const patiently = retryWhileLocked(async () => KV, { random: () => 0.5, sleep: clock.sleep });
  const { work, done } = failing(Infinity, LOCKED);
  expect(await rejectionOf(clock.settle(patiently(work)))).toBe(LOCKED);
  expect(done()).toBe(20);
});

test("does not retry after another error of a Deno KV", async () => {
  const clock = fakeClock(NOW_MS);
  const patiently = retryWhileLocked(async () => KV, { random: () => 0.5, sleep: clock.sleep });
  const fault = new TypeError("value too large (max 65536 bytes)");
  const { work, done } = failing(Infinity, fault);
  expect(await rejectionOf(patiently(work))).toBe(fault);
  expect(done()).toBe(1);
});

test("opens a Deno KV once for all work, and again after a failure to open it", async () => {
  const { sleep } = fakeClock(NOW_MS);
  const fault = new Error("no such folder");
  const { work: open, done: opened } = failing(1, fault);
  const patiently = retryWhileLocked(() => open().then(() => KV), { random: () => 0, sleep });
  const get = () => patiently((kv) => kv.get(["key"]));
  expect(await rejectionOf(get())).toBe(fault);
  await Promise.all([get(), get(), get()]);
  expect(opened()).toBe(2);
});
