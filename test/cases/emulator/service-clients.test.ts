import { AwsClient } from "aws4fetch";
import { describe, expect, test } from "vitest";
import { fromStatic } from "../../../src/credentials/providers/from-static.ts";
import { createSession } from "../../../src/credentials/session/session.ts";
import type { ServiceHandler } from "../../../src/emulator/index.ts";
import { createEmulator } from "../../../src/emulator/index.ts";

const OBJECT = "https://examplebucket.s3.us-west-2.amazonaws.com/a%20folder/report.pdf";

/** Keeps objects in memory, as a test of a user would. */
function objectStore(): ServiceHandler {
  const objects = new Map<string, string>();
  return async (request, session) => {
    const { pathname } = new URL(request.url);
    if (request.method === "PUT") {
      objects.set(pathname, await request.text());
      return new Response(null, { headers: { etag: '"1"' } });
    }
    const body = objects.get(pathname);
    if (body === undefined) return new Response(null, { status: 404 });
    return new Response(body, { headers: { "x-amz-meta-caller": session.arn } });
  };
}

function openSession(env: Readonly<Record<string, string>> = {}) {
  const emulator = createEmulator({
    services: { s3: objectStore(), dynamodb: async (request) => Response.json(await request.json()) },
  });
  const ports = { fetch: emulator.fetch, env: (name: string) => env[name] };
  const session = createSession({
    region: "us-west-2",
    credentials: fromStatic(emulator.credentials),
    ports,
  });
  return { emulator, session };
}

describe("a handler answers", () => {
  test("fetch of a session, for S3 and for DynamoDB", async () => {
    const { emulator, session } = openSession();
    expect((await session.fetch(OBJECT, { method: "PUT", body: "content" })).headers.get("etag")).toBe('"1"');
    const response = await session.fetch(OBJECT);
    expect(await response.text()).toBe("content");
    expect(response.headers.get("x-amz-meta-caller")).toBe("arn:aws:iam::111122223333:user/podkey");
    const body = '{"TableName":"orders"}';
    const dynamodb = "https://dynamodb.us-west-2.amazonaws.com/";
    expect(await (await session.fetch(dynamodb, { method: "POST", body })).text()).toBe(body);
    emulator.expect("*", { times: 3, status: 200, region: "us-west-2", secretInUrl: false });
  });

  test("fetch of a session, at the endpoint that the environment names", async () => {
    const { emulator, session } = openSession({ AWS_ENDPOINT_URL: "http://127.0.0.1:4566" });
    await session.fetch(OBJECT, { method: "PUT", body: "content" });
    expect(await (await session.fetch(OBJECT)).text()).toBe("content");
    expect(emulator.requests[0]).toMatchObject({
      host: "127.0.0.1:4566",
      path: "/examplebucket/a%20folder/report.pdf",
    });
  });

  test("a URL that a session presigned", async () => {
    const { emulator, session } = openSession();
    const put = await session.presign(OBJECT, { method: "PUT", expiresInSeconds: 60 });
    expect((await emulator.fetch(put.url, { method: "PUT", body: "content" })).status).toBe(200);
    const get = await session.presign(OBJECT, { expiresInSeconds: 60 });
    expect(await (await emulator.fetch(get.url)).text()).toBe("content");
  });

  test("aws4fetch, by headers and by query", async () => {
    const { emulator } = openSession();
    const client = new AwsClient({ ...emulator.credentials, service: "s3", region: "us-west-2" });
    const put = await client.sign(OBJECT, { method: "PUT", body: "content" });
    expect((await emulator.fetch(put)).status).toBe(200);
    const get = await client.sign(OBJECT, { aws: { signQuery: true } });
    expect(await (await emulator.fetch(get)).text()).toBe("content");
  });
});

test("fetch of a session gets 501 with the handler to add for a service without a handler", async () => {
  const { session } = openSession();
  const response = await session.fetch("https://sqs.us-west-2.amazonaws.com/", {
    method: "POST",
    body: "{}",
  });
  expect(response.status).toBe(501);
  expect(await response.text()).toContain("createEmulator({ services: { sqs: (request, session) =>");
});
