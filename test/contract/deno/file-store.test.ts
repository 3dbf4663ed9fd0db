import { describe, expect, test } from "vitest";
import { fileStore } from "../../../runtimes/deno/file-store.ts";
import { hex, utf8 } from "../../../src/lib/bytes.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { errorOf } from "../../support/rejection.ts";
import { HOUR_MS } from "../../support/time.ts";
import { describeStore } from "../store-contract.ts";
import { deno } from "./deno-tests.ts";

const START_MS = 1_800_000_000_000;

describeStore("a store in files, on Deno", async () => {
  const { now, advance } = fakeClock(START_MS);
  const parent = await deno().makeTempDir();
  const folder = `${parent}/podkey`;
  return {
    store: fileStore(folder, { now }),
    now,
    advance,
    poison: async (key, text) => {
      const keyFolder = `${folder}/${await sha256Hex(key)}`;
      await deno().mkdir(keyFolder, { recursive: true, mode: 0o700 });
      await deno().writeTextFile(`${keyFolder}/9999999999999999.record`, text);
    },
    close: () => deno().remove(parent, { recursive: true }),
  };
});

describe("a store in files, on Deno", () => {
  test("writes files that only their user may read, at most four per key", async () => {
    const parent = await deno().makeTempDir();
    const { now, advance } = fakeClock(START_MS);
    const store = fileStore(`${parent}/podkey`, { now });
    for (let round = 0; round < 5; round += 1) {
      await store.set("key", "value", { expiresAtMs: now() + HOUR_MS });
      await (await store.acquire("key", { ttlMs: 1000 }))?.();
      advance(1000);
    }
    const folder = `${parent}/podkey/${await sha256Hex("key")}`;
    expect(await modesIn(folder)).toEqual(["600", "600", "600", "600"]);
    expect([await modeOf(`${parent}/podkey`), await modeOf(folder)]).toEqual(["700", "700"]);
    await deno().remove(parent, { recursive: true });
  });

  test("refuses a folder that other users may enter", async () => {
    const folder = await deno().makeTempDir();
    await deno().chmod(folder, 0o750);
    const error = await errorOf(fileStore(folder).get("key"), "CONFIGURATION");
    expect(error.message).toContain("lets other users in (mode 750)");
    await deno().remove(folder, { recursive: true });
  });
});

async function modesIn(folder: string): Promise<string[]> {
  const modes: string[] = [];
  for await (const { name } of deno().readDir(folder)) modes.push(await modeOf(`${folder}/${name}`));
  return modes;
}

async function modeOf(path: string): Promise<string> {
  return (((await deno().stat(path)).mode ?? 0) & 0o777).toString(8);
}

async function sha256Hex(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))));
}
