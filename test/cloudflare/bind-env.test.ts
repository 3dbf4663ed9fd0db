import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import { bundleExample } from "../examples/bundle-example.ts";

const emulator = createEmulator();
const workers: Miniflare[] = [];
let aws: Server;
beforeAll(async () => {
  aws = await serve(emulator.fetch);
});
afterAll(async () => {
  for (const worker of workers) await worker.dispose();
  await aws.close();
});

/** Starts a Worker on workerd. Returns a function that asks it for a path. */
async function start(file: string): Promise<(path: string) => Promise<unknown>> {
  const { accessKeyId, secretAccessKey } = emulator.credentials;
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [
        {
          type: "ESModule",
          path: "worker.js",
          contents: await bundleExample(`test/cloudflare/${file}`, "esm"),
        },
      ],
      compatibilityDate: "2026-07-01",
      bindings: {
        AWS_REGION: "us-west-2",
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
      cf: false,
      log: new Log(LogLevel.NONE),
    }),
  );
  workers.push(worker);
  return async (path) => (await worker.dispatchFetch(`http://worker.example.com${path}`)).json();
}

describe("a Worker whose bindings podkey knows by bindEnv", () => {
  test("needs no ports, if it binds the importable env when it loads", async () => {
    const ask = await start("bound-at-module.ts");
    const arn = expect.stringMatching(/^arn:aws:iam::/);

    expect(await ask("/")).toEqual([arn, arn]);
  });

  test("needs no ports, if it binds env in its handler, and gets CONFIGURATION before", async () => {
    const ask = await start("bound-in-handler.ts");

    expect(await ask("/")).toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringContaining("call bindEnv(env) at the top of the handler"),
    });
    expect(await ask("/bound")).toMatch(/^arn:aws:iam::/);
  });
});
