import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connect as connectOnBun } from "../../runtimes/bun/connect.ts";
import { connect as connectOnDeno } from "../../runtimes/deno/connect.ts";
import { connect } from "../../runtimes/node/connect.ts";
import { serve } from "../../runtimes/node/serve.ts";
import type { Session } from "../../src/credentials/session/session.ts";
import { createEmulator } from "../../src/emulator/index.ts";
import { memoryStore } from "../../src/stores/memory.ts";
import { CONTAINER_BODY, CREDENTIALS } from "../support/aws-examples.ts";
import { errorOf } from "../support/rejection.ts";

const ROLE_ARN = "arn:aws:iam::111122223333:role/cart";
const KEYS = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const TOKEN_VARIABLES = [
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_REGION",
];
const CONTAINER_VARIABLES = [
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
];
const VARIABLES = [...Object.keys(KEYS), "AWS_SESSION_TOKEN", ...TOKEN_VARIABLES, ...CONTAINER_VARIABLES];

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "podkey-connect-"));
  for (const name of VARIABLES) vi.stubEnv(name, undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function fileWith(text: string): Promise<string> {
  const path = join(folder, "token");
  await writeFile(path, text);
  return path;
}

async function openNameless(): Promise<unknown> {
  return connect({ credentials: CREDENTIALS, store: memoryStore() });
}

async function keyOf(session: Session): Promise<string> {
  return (await session.credentials()).accessKeyId;
}

/** Starts a container endpoint on this machine that accepts one token. */
async function container(token: string) {
  const server = await serve(async (request) => {
    const isKnown = request.headers.get("authorization") === token;
    return isKnown ? Response.json(CONTAINER_BODY) : new Response("unknown token", { status: 400 });
  });
  return { server, uri: `${server.url}/v1/credentials` };
}

describe("connect on Node, without a provider", () => {
  it("uses the environment first", async () => {
    Object.assign(process.env, KEYS, { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/" });

    expect(await keyOf(connect())).toBe(CREDENTIALS.accessKeyId);
  });

  it("uses a web identity token before the container endpoint", async () => {
    const emulator = createEmulator({ clusters: ["demo"] });
    const subject = { clusterName: "demo", namespace: "shop", serviceAccount: "cart" };
    const token = await emulator.issueToken({ ...subject, audience: "sts.amazonaws.com" });
    Object.assign(process.env, {
      AWS_WEB_IDENTITY_TOKEN_FILE: await fileWith(token),
      AWS_ROLE_ARN: ROLE_ARN,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:1/",
    });
    const aws = connect({ region: "us-west-2", ports: { fetch: emulator.fetch } });
    const url = "https://sts.us-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15";

    expect(await (await aws.fetch(url)).text()).toContain("assumed-role/cart/podkey");
  });

  it("uses the container endpoint last, with the token of the token file", async () => {
    const { server, uri } = await container("header.payload.signature");
    try {
      Object.assign(process.env, {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: await fileWith("header.payload.signature\n"),
      });
      await using aws = connect();
      expect(await keyOf(aws)).toBe(CONTAINER_BODY["AccessKeyId"]);
    } finally {
      await server.close();
    }
  });

  it("does not try another source after a configured source failed", async () => {
    const { server, uri } = await container("another.token");
    try {
      Object.assign(process.env, {
        AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, "absent"),
        AWS_ROLE_ARN: ROLE_ARN,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
      });
      const error = await errorOf(keyOf(connect({ region: "us-west-2" })), "CREDENTIALS_UNAVAILABLE");

      expect(error.sources.map(({ source, outcome }) => [source, outcome])).toEqual([
        ["fromEnv", "not configured"],
        ["fromWebToken", "failed"],
        ["fromContainer", "not tried"],
      ]);
    } finally {
      await server.close();
    }
  });

  it("lists every source if none is configured", async () => {
    const error = await errorOf(keyOf(connect()), "CREDENTIALS_UNAVAILABLE");

    expect(error.sources.map(({ source }) => source)).toEqual(["fromEnv", "fromWebToken", "fromContainer"]);
    expect(error.retryable).toBe(false);
  });
});

describe("connect on Node", () => {
  it("uses the keys or the provider that the user passes instead of the environment", async () => {
    Object.assign(process.env, KEYS);
    const given = { ...CREDENTIALS, accessKeyId: "ASIAIOSFODNN7EXAMPLE" };

    expect(await keyOf(connect({ credentials: given }))).toBe(given.accessKeyId);
    expect(await keyOf(connect({ credentials: async () => given }))).toBe(given.accessKeyId);
  });

  it("refuses a store without an identity", async () => {
    expect((await errorOf(openNameless(), "CONFIGURATION")).setting).toBe("identity");
  });

  it("shares one timer between all sessions, and does not keep the program running", async () => {
    const expiration = new Date(Date.now() + 3_600_000);
    const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const sessions = Array.from({ length: 100 }, () =>
      connect({ credentials: { ...CREDENTIALS, expiration } }),
    );
    await Promise.all(sessions.map(keyOf));
    const timersAfter = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    await Promise.all(sessions.map((session) => session.close()));

    expect(timersAfter).toBe(timersBefore);
  });

  it.each([
    ["bun", connectOnBun],
    ["deno", connectOnDeno],
  ])("refuses to run the connect of podkey/%s, and names that adapter", async (runtime, connectElsewhere) => {
    const open = async () => connectElsewhere();
    expect((await errorOf(open(), "CONFIGURATION")).setting).toBe(`podkey/${runtime}`);
  });
});
