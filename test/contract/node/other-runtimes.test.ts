import { expect, test } from "vitest";
import { sqliteStore } from "../../../runtimes/bun/sqlite-store.ts";
import { fileStore } from "../../../runtimes/deno/file-store.ts";
import { kvStore } from "../../../runtimes/deno/kv-store.ts";
import { errorOf } from "../../support/rejection.ts";

test("the stores of Bun and Deno fail on Node with an error that names their runtime", async () => {
  expect(() => sqliteStore("podkey.sqlite")).toThrow(/^podkey\/bun needs Bun/);
  expect(() => fileStore("podkey")).toThrow(/^podkey\/deno needs Deno/);
  expect((await errorOf(kvStore().get("key"), "CONFIGURATION")).message).toMatch(/^podkey\/deno needs Deno/);
});
