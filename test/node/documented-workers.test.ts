import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import { blocksOf, documentedPages } from "../support/documented-blocks.ts";
import { startWorker } from "../support/documented-worker.ts";

const pages = await documentedPages();

describe("a Worker in the documentation", () => {
  const emulator = createEmulator({ clusters: ["demo"] });
  let aws: Server;

  beforeAll(async () => {
    aws = await serve(emulator.fetch);
    emulator.setPublicUrl(aws.url);
  });

  afterAll(async () => {
    await aws.close();
  });

  it("of the README answers with the identity of its keys", async () => {
    await using worker = await startWorker(blockOf("README.md"), keys());
    const response = await worker.fetch("http://localhost/");
    expect(await response.json()).toMatchObject({
      arn: expect.stringContaining("arn:aws:iam::111122223333:user/"),
    });
  });

  function keys(): Record<string, string> {
    const { accessKeyId, secretAccessKey } = emulator.credentials;
    return {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }
});

function blockOf(name: string): string {
  const [block] = pages.filter(({ page }) => page === name).flatMap((page) => blocksOf(page, "ts worker"));
  if (block === undefined) throw new Error(`${name} has no block of the kind "ts worker"`);
  return block.code;
}
