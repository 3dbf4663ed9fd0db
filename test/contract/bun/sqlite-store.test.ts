import { chmod, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { sqliteStore } from "../../../runtimes/bun/sqlite-store.ts";
import { requireSealed } from "../../../src/credentials/sharing/require-sealed.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { errorOf, rejectionOf } from "../../support/rejection.ts";
import { describeStore } from "../store-contract.ts";
import { makeTemporaryFolder, removeFolder, withTemporaryFolder } from "../temporary-folder.ts";

const START_MS = 1_800_000_000_000;
const IN_ONE_HOUR = { expiresAtMs: START_MS + 3_600_000 };
const now = () => START_MS;

describeStore(
  "a store in SQLite, on Bun",
  async () => {
    const clock = fakeClock(START_MS);
    const folder = await makeTemporaryFolder();
    const store = sqliteStore(`${folder}/podkey.sqlite`, { now: clock.now });
    return { store, now: clock.now, advance: clock.advance, close: () => removeFolder(folder) };
  },
  { isPoisonable: false },
);

describe("a store in SQLite", () => {
  test("creates a file that only its user may read, and shares it with other stores of that path", () =>
    withTemporaryFolder(async (folder) => {
      const path = `${folder}/podkey.sqlite`;
      await sqliteStore(path, { now }).set("key", "value", IN_ONE_HOUR);
      expect(await sqliteStore(path, { now }).get("key")).toBe("value");
      expect(((await stat(path)).mode & 0o777).toString(8)).toBe("600");
    }));

  test("refuses a file that other users may read", () =>
    withTemporaryFolder(async (folder) => {
      const path = `${folder}/podkey.sqlite`;
      await writeFile(path, "");
      await chmod(path, 0o644);
      const error = await errorOf(sqliteStore(path, { now }).get("key"), "CONFIGURATION");
      expect(error.message).toContain("lets other users in (mode 644)");
    }));

  test("rejects at each call if the file is not a database", () =>
    withTemporaryFolder(async (folder) => {
      const path = `${folder}/podkey.sqlite`;
      await writeFile(path, "not a database, but long enough to have a header of one".repeat(20), {
        mode: 0o600,
      });
      const store = sqliteStore(path, { now });
      for (const _ of [1, 2]) expect(String(await rejectionOf(store.get("key")))).toContain("not a database");
    }));
});

test("a store in SQLite is refused for credentials unless it is sealed", () => {
  expect(() => requireSealed(sqliteStore("/nowhere"))).toThrow(/^sqliteStore\(\) would keep/);
});
