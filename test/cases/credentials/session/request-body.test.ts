import { describe, expect, it } from "vitest";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { bodyText, fakeRuntime, type SentRequest, text } from "../../../support/fake-runtime.ts";
import { errorOf, rejectionOf } from "../../../support/rejection.ts";
import { emulatedSession } from "./emulated-session.ts";

const S3_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const SQS_URL = "https://sqs.us-west-2.amazonaws.com/";
const STS_URL = "https://sts.us-west-2.amazonaws.com/";
const FORM = "Action=GetCallerIdentity&Version=2011-06-15";
const FORM_TYPE = { "content-type": "application/x-www-form-urlencoded" };
// SHA-256 of "hello" and of nothing, as FIPS 180-4 has it.
const HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

function bytes(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(content);
}

/** Sends a body, and answers what went out. */
async function sentWith(url: string, body?: BodyInit | null, headers?: HeadersInit): Promise<SentRequest> {
  const { ports, requests } = fakeRuntime({ answers: [text("")] });
  const session = createSession({ credentials: async () => CREDENTIALS, ports });
  const method = body === undefined || body === null ? "GET" : "PUT";
  await session.fetch(url, { method, ...(body !== undefined && { body }), ...(headers && { headers }) });
  const [request] = requests;
  if (!request) throw new Error("nothing was sent");
  return request;
}

describe("fetch of a session", () => {
  it.each<[string, () => BodyInit, HeadersInit]>([
    ["text", () => FORM, FORM_TYPE],
    ["an ArrayBuffer", () => bytes(FORM).buffer, FORM_TYPE],
    ["bytes", () => bytes(FORM), FORM_TYPE],
    ["a view of some bytes among others", () => bytes(`xx${FORM}xx`).subarray(2, -2), FORM_TYPE],
    ["a DataView", () => new DataView(bytes(FORM).buffer), FORM_TYPE],
    ["a Blob", () => new Blob([FORM]), FORM_TYPE],
    ["a Blob with a type", () => new Blob([FORM], { type: FORM_TYPE["content-type"] }), {}],
    ["URLSearchParams", () => new URLSearchParams(FORM), {}],
  ])("signs a body of kind %s so that AWS accepts it", async (_kind, body, headers) => {
    const { session } = emulatedSession();
    const response = await session.fetch(STS_URL, { method: "POST", body: body(), headers });

    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining("assumed-role/checkout/podkey"),
    ]);
  });

  it("makes a signature that AWS refuses if the body is changed on the way", async () => {
    const { session, sent, emulator } = emulatedSession();
    await session.fetch(STS_URL, { method: "POST", body: FORM, headers: FORM_TYPE });
    const last = sent.at(-1);
    if (!last) throw new Error("nothing was sent");
    const { url, ...init } = last;

    expect((await emulator.fetch(url, { ...init, body: `${FORM}&More=1` })).status).toBe(403);
  });

  it("sends the boundary of a form in the content type", async () => {
    const form = new FormData();
    form.set("name", "value");
    const request = await sentWith(SQS_URL, form);
    const boundary = /boundary=(.+)$/.exec(request.headers["content-type"] ?? "")?.[1] ?? "none";

    expect(bodyText(request)).toContain(boundary);
    expect(bodyText(request)).toContain('name="name"');
  });

  it("keeps the content type that the caller states", async () => {
    const { headers } = await sentWith(SQS_URL, new URLSearchParams("a=1"), { "Content-Type": "text/plain" });
    expect(headers["content-type"]).toBe("text/plain");
  });

  it("leaves the content type of text to the fetch of the runtime", async () => {
    expect((await sentWith(SQS_URL, "text")).headers).not.toHaveProperty("content-type");
  });

  it.each([[undefined], [null]])("sends no body for %s", async (body) => {
    expect(await sentWith(SQS_URL, body)).not.toHaveProperty("body");
  });
});

describe("fetch of a session to S3", () => {
  it.each<[string, () => BodyInit, string]>([
    ["text", () => "hello", HELLO_SHA256],
    ["bytes", () => bytes("hello"), HELLO_SHA256],
    ["a Blob", () => new Blob(["hello"]), HELLO_SHA256],
    ["an empty text", () => "", EMPTY_SHA256],
    ["empty bytes", () => new Uint8Array(), EMPTY_SHA256],
  ])("sends the hash of %s as a header", async (_kind, body, hash) => {
    expect((await sentWith(S3_URL, body())).headers["x-amz-content-sha256"]).toBe(hash);
  });

  it("sends the hash of an empty body if there is none", async () => {
    expect((await sentWith(S3_URL)).headers["x-amz-content-sha256"]).toBe(EMPTY_SHA256);
  });

  it("sends a stream unsigned and half duplex", async () => {
    const { body } = new Response("streamed");
    const request = await sentWith(S3_URL, body);

    expect(request).toMatchObject({ duplex: "half", method: "PUT" });
    expect(request.headers["x-amz-content-sha256"]).toBe("UNSIGNED-PAYLOAD");
    expect(request.body).toBe(body);
  });

  it("sends a stream with the hash that the caller states", async () => {
    const stated = { "x-amz-content-sha256": HELLO_SHA256 };
    const { headers } = await sentWith(S3_URL, new Response("hello").body, stated);

    expect(headers["x-amz-content-sha256"]).toBe(HELLO_SHA256);
  });
});

describe("fetch of a session with a stream", () => {
  it("sends nothing to a service that needs the hash of the body", async () => {
    const error = await errorOf(sentWith(SQS_URL, new Response("streamed").body), "CONFIGURATION");

    expect([error.setting, error.message]).toEqual(["body", expect.stringContaining("pass its bytes")]);
  });

  it("sends the stream with the hash that the caller states", async () => {
    const stated = { "x-amz-content-sha256": HELLO_SHA256 };
    expect(await sentWith(SQS_URL, new Response("hello").body, stated)).toMatchObject({ duplex: "half" });
  });

  it("rejects a stream that is already being read", async () => {
    const used = new Response("used");
    await used.text();

    await rejectionOf(emulatedSession().session.fetch(S3_URL, { method: "PUT", body: used.body }));
  });
});
