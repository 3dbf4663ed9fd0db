import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepTokenFile } from "../../../cli/emulator/token-file.ts";
import { fakeClock } from "../../support/fake-clock.ts";

describe("the token file of podkey emulator --agent", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "podkey-test-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("is rotated each time 80 % of the token's lifetime have passed, as the kubelet does", async () => {
    const clock = fakeClock(0);
    let issued = 0;
    const issueToken = async (): Promise<string> => `token-${++issued}`;
    const file = await keepTokenFile({ issueToken, expirationSeconds: 600, ports: clock, folder });
    expect(await readFile(file.path, "utf8")).toBe("token-1");
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^podkey-pod-/)]);
    clock.advance(479_999);
    expect(issued).toBe(1);
    for (const expected of [2, 3]) {
      clock.advance(480_000);
      await expect.poll(() => readFile(file.path, "utf8")).toBe(`token-${expected}`);
    }
    await file.close();
    clock.advance(480_000);
    expect(issued).toBe(3);
    expect(await readdir(folder)).toEqual([]);
  });

  it("is removed if it is closed while a rotation is under way", async () => {
    for (let round = 0; round < 200; round += 1) {
      const clock = fakeClock(0);
      let isRotation = false;
      const issueToken = async (): Promise<string> => {
        for (let turn = 0; isRotation && turn < round % 20; turn += 1) await setImmediate();
        return "token";
      };
      const file = await keepTokenFile({ issueToken, expirationSeconds: 600, ports: clock, folder });
      isRotation = true;
      clock.advance(480_000);
      await file.close();

      expect(await readdir(folder)).toEqual([]);
    }
  });

  it("is not written after it is closed, although a token arrives late", async () => {
    const clock = fakeClock(0);
    const late = Promise.withResolvers<string>();
    const tokens = [Promise.resolve("token-1"), late.promise, Promise.resolve("token-3")];
    const issueToken = async (): Promise<string> => (await tokens.shift()) ?? "";
    const file = await keepTokenFile({ issueToken, expirationSeconds: 600, ports: clock, folder });
    clock.advance(480_000);
    const closed = file.close();
    late.resolve("token-2");
    await closed;
    clock.advance(480_000);

    expect(await readdir(folder)).toEqual([]);
    expect(tokens.length).toBe(1);
  });

  it("can be closed although its folder is gone", async () => {
    const file = await keepTokenFile({ issueToken: async () => "token", expirationSeconds: 600, folder });
    await rm(dirname(file.path), { recursive: true });
    await file.close();

    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves no folder behind if no token can be issued", async () => {
    const issueToken = () => Promise.reject(new Error("no cluster"));
    await expect(keepTokenFile({ issueToken, expirationSeconds: 600, folder })).rejects.toThrow("no cluster");

    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps its token if a rotation fails, and is rotated when the next one is due", async () => {
    const clock = fakeClock(0);
    const answers = [async () => "one", () => Promise.reject(new Error("no cluster")), async () => "two"];
    const issueToken = (): Promise<string> => (answers.shift() ?? (async () => "more"))();
    const file = await keepTokenFile({ issueToken, expirationSeconds: 600, ports: clock, folder });
    clock.advance(480_000);
    await setImmediate();
    expect(await readFile(file.path, "utf8")).toBe("one");
    await clock.runUntil(480_000 * 2);
    await expect.poll(() => readFile(file.path, "utf8")).toBe("two");
    await file.close();

    expect(answers).toEqual([]);
  });
});
