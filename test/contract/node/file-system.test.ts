import fs from "node:fs/promises";
import process from "node:process";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { fileStore } from "../../../runtimes/node/file-store.ts";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { errorOf, rejectionOf } from "../../support/rejection.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";

const IN_ONE_HOUR = { expiresAtMs: Date.now() + 3_600_000 };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes the process believe that it runs on Windows, until the test is finished. */
function pretendWindows(): void {
  const { platform } = process;
  Object.defineProperty(process, "platform", { value: "win32" });
  onTestFinished(() => {
    Object.defineProperty(process, "platform", { value: platform });
  });
}

/** Notes what happens to each folder that is opened to flush it. */
function noteFolders(): string[] {
  const steps: string[] = [];
  const { open } = fs;
  vi.spyOn(fs, "open").mockImplementation(async (...parameters) => {
    const file = await open(...parameters);
    vi.spyOn(file, "sync").mockImplementation(async () => void steps.push("sync"));
    const close = file.close.bind(file);
    vi.spyOn(file, "close").mockImplementation(() => {
      steps.push("close");
      return close();
    });
    return file;
  });
  return steps;
}

describe("a store in files, on Node,", () => {
  test("waits until the name of a record is on the disk, and closes the folder", () =>
    withTemporaryFolder(async (parent) => {
      const steps = noteFolders();
      await fileStore(`${parent}/podkey`).set("key", "value", IN_ONE_HOUR);

      expect(steps).toEqual(["sync", "close"]);
    }));

  test("never writes into a file that exists", () =>
    withTemporaryFolder(async (parent) => {
      const full = new Error("ENOSPC: no space left on device");
      vi.spyOn(fs, "rename").mockRejectedValueOnce(full);
      vi.spyOn(fs, "rm").mockRejectedValueOnce(full);
      const store = fileStore(`${parent}/podkey`, { now: () => 0, random: () => 0.5 });
      expect(await rejectionOf(store.set("key", "value", IN_ONE_HOUR))).toBe(full);

      expect(await rejectionOf(store.set("key", "value", IN_ONE_HOUR))).toMatchObject({ code: "EEXIST" });
    }));

  test("refuses a folder of another user", () =>
    withTemporaryFolder(async (parent) => {
      const store = fileStore(`${parent}/podkey`);
      await store.set("key", "value", IN_ONE_HOUR);
      const uid = process.getuid?.() ?? 0;
      vi.spyOn(process as { getuid: () => number }, "getuid").mockReturnValue(uid + 1);

      expect((await errorOf(store.get("key"), "CONFIGURATION")).message).toContain("belongs to another user");
    }));

  test("trusts a folder on Windows, which has no modes and flushes no folders", () =>
    withTemporaryFolder(async (folder) => {
      await fs.chmod(folder, 0o755);
      pretendWindows();
      const steps = noteFolders();
      const store = fileStore(folder);
      await store.set("key", "value", IN_ONE_HOUR);

      expect(await store.get("key")).toBe("value");
      expect(steps).toEqual([]);
    }));

  test.each([
    ["list", "readdir"],
    ["read", "readFile"],
    ["link", "link"],
  ] as const)("reports why it may not %s its files", (_, operation) =>
    withTemporaryFolder(async (parent) => {
      const store = fileStore(`${parent}/podkey`);
      await store.set("key", "value", IN_ONE_HOUR);
      const refusal = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
      vi.spyOn(fs, operation).mockRejectedValue(refusal);
      const used = Promise.all([store.get("key"), store.acquire("key", { ttlMs: 1000 })]);

      expect(await rejectionOf(used)).toBe(refusal);
    }),
  );
});

describe("the files of Node", () => {
  test("are absent if nothing has their path, and otherwise tell why they cannot be read", () =>
    withTemporaryFolder(async (folder) => {
      const { readText } = nodePorts();

      expect(await readText(`${folder}/absent`)).toBeUndefined();
      expect(await rejectionOf(Promise.resolve(readText(folder)))).toMatchObject({ code: "EISDIR" });
    }));
});
