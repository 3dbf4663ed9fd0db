import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import { blocksOf, documentedPages } from "../support/documented-blocks.ts";
import { type RunningWorker, startWorker } from "../support/documented-worker.ts";

const STS_AUDIENCE = "sts.amazonaws.com";
/** A record of the KV store whose value is a compact JWE. */
const SEALED_RECORD = /^podkey1 \d+\neyJ/;
const HOUR_MS = 3_600_000;

const pages = await documentedPages();

describe("a Worker in the documentation", () => {
  let nowMs = Date.now();
  const emulator = createEmulator({ clusters: ["demo"], now: () => nowMs });
  let aws: Server;
  let issuer: string;

  beforeAll(async () => {
    aws = await serve(emulator.fetch);
    emulator.setPublicUrl(aws.url);
    issuer = String(decodeJwt(await issue("alice")).iss);
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

  it("of the recipe about KV shares one sealed record between its isolates", async () => {
    const settings = { ...bindings(), ...keys(), SEAL_KEY: btoa("k".repeat(32)) };
    await using worker = await startWorker(blockOf("docs/recipes.md"), settings, ["CREDENTIALS"]);
    emulator.clearRequests();
    const { arn } = (await (await worker.fetch("http://localhost/")).json()) as { arn: string };
    expect(arn).toContain(":assumed-role/edge/");
    await vi.waitFor(async () => expect((await worker.kv("CREDENTIALS")).join()).toMatch(SEALED_RECORD));
    expect(exchanges("AssumeRole")).toBe(1);
  });

  describe("of the page about safety on the edge", () => {
    const PAGE = "docs/edge-safety.md";
    const worker = (word: string): Promise<RunningWorker> => startWorker(blockOf(PAGE, word), bindings());

    it("gives each verified subject a session of its own, by one exchange", async () => {
      await using verified = await worker("verified");
      const [alice, bob] = [await issue("alice"), await issue("bob")];
      emulator.clearRequests();
      const first = await arnFor(verified, alice);
      expect(await arnFor(verified, await issue("alice"))).toBe(first);
      expect(await arnFor(verified, bob)).not.toBe(first);
      expect(exchanges()).toBe(2);
    });

    it("refuses forged, foreign and expired tokens although it has a session of their subject", async () => {
      await using verified = await worker("verified");
      const token = await issue("alice");
      await arnFor(verified, token);
      const forged = token.slice(0, -8) + (token.endsWith("AAAAAAAA") ? "BBBBBBBB" : "AAAAAAAA");
      const foreign = await issue("alice", "another-audience");
      nowMs = Date.now() - 2 * HOUR_MS;
      const expired = await issue("alice");
      nowMs = Date.now();
      for (const refused of [forged, foreign, expired, ""])
        expect(await ask(verified, refused)).toMatchObject({ status: 401 });
    });

    it("in its wrong form answers a forged token with the session of the first caller", async () => {
      await using wrong = await worker("wrong");
      const first = await arnFor(wrong, await issue("alice"));
      expect(await arnFor(wrong, "forged.by.anyone")).toBe(first);
    });

    it("with the token as text exchanges each caller's token", async () => {
      await using text = await worker("text");
      emulator.clearRequests();
      await arnFor(text, await issue("alice"));
      await arnFor(text, await issue("bob"));
      expect(exchanges()).toBe(2);
      expect(await ask(text, "forged.by.anyone")).toMatchObject({ status: 500 });
    });
  });

  function bindings(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: aws.url,
      AWS_REGION: "us-west-2",
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/edge",
      ISSUER: issuer,
      AUDIENCE: STS_AUDIENCE,
    };
  }

  function issue(serviceAccount: string, audience = STS_AUDIENCE): Promise<string> {
    return emulator.issueToken({
      clusterName: "demo",
      namespace: "shop",
      serviceAccount,
      audience,
      expirationSeconds: 3600,
    });
  }

  function exchanges(name = "AssumeRoleWithWebIdentity"): number {
    return emulator.requests.filter(({ operation }) => operation === name).length;
  }

  function keys(): Record<string, string> {
    const { accessKeyId, secretAccessKey } = emulator.credentials;
    return {
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
  }
});

async function arnFor(worker: RunningWorker, token: string): Promise<unknown> {
  const response = await ask(worker, token);
  expect(response.status).toBe(200);
  return ((await response.json()) as { arn: string }).arn;
}

function ask(worker: RunningWorker, token: string): ReturnType<RunningWorker["fetch"]> {
  return worker.fetch("http://localhost/", { headers: { authorization: `Bearer ${token}` } });
}

/** Returns the code of a page's block whose fence holds `word`, or of its first block. */
function blockOf(name: string, word?: string): string {
  const blocks = pages.filter(({ page }) => page === name).flatMap((page) => blocksOf(page, "ts worker"));
  const block = blocks.find(({ words }) => word === undefined || words.includes(word));
  if (block === undefined) throw new Error(`${name} has no block of the kind "ts worker"`);
  return block.code;
}
