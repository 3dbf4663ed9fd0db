import { describe, expect, it } from "vitest";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { isExpiredTokenAnswer } from "../../../../src/credentials/session/signed-fetch.ts";
import { type FakeAnswer, fakeRuntime, text } from "../../../support/fake-runtime.ts";
import { numbered } from "../refresh/scene.ts";
import { emulatedSession, IDENTITY_URL } from "./emulated-session.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const EXPIRED = text("<Error><Code>ExpiredToken</Code></Error>", 400, { "content-type": "application/xml" });
const FINE = text("fine");
const EIGHTEEN_MINUTES_MS = 1_080_000;

/** A session whose source gives another key each time. */
function scriptedSession(...answers: FakeAnswer[]) {
  const { ports, requests } = fakeRuntime({ answers });
  let calls = 0;
  const credentials = async () => {
    calls += 1;
    return numbered(calls);
  };
  const session = createSession({ credentials, ports });
  const keys = () =>
    requests.map(({ headers }) => Number(/ASIAEXAMPLE(\d+)/.exec(headers["authorization"] ?? "")?.[1]));
  return { session, requests, keys };
}

describe("a request whose credentials AWS says have expired", () => {
  it("is sent once more with new ones, and AWS accepts it", async () => {
    const { session, clock, operations } = emulatedSession({ hidesExpiration: true });
    await session.fetch(IDENTITY_URL);
    clock.nowMs += EIGHTEEN_MINUTES_MS;
    const response = await session.fetch(IDENTITY_URL);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain("assumed-role/checkout/podkey");
    expect(operations().filter((operation) => operation === "AssumeRole")).toHaveLength(2);
  });

  it("of many at once makes one exchange between them", async () => {
    const { session, clock, operations } = emulatedSession({ hidesExpiration: true });
    await session.fetch(IDENTITY_URL);
    clock.nowMs += EIGHTEEN_MINUTES_MS;
    const responses = await Promise.all(Array.from({ length: 20 }, () => session.fetch(IDENTITY_URL)));

    expect(responses.every(({ ok }) => ok)).toBe(true);
    expect(operations().filter((operation) => operation === "AssumeRole")).toHaveLength(2);
  });

  it("is sent with the same body and headers", async () => {
    const { session, requests, keys } = scriptedSession(EXPIRED, FINE);
    const body = new FormData();
    body.set("name", "value");
    const response = await session.fetch(OBJECT_URL, { method: "PUT", body, headers: { "x-example": "1" } });

    expect(await response.text()).toBe("fine");
    expect(keys()).toEqual([1, 2]);
    const [first, second] = requests;
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers["content-type"]).toBe(first?.headers["content-type"]);
    expect(second?.headers["x-example"]).toBe("1");
  });

  it("is never sent a third time, and the answer can be read", async () => {
    const { session, keys } = scriptedSession(EXPIRED);
    const response = await session.fetch(OBJECT_URL);

    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("ExpiredToken")]);
    expect(keys()).toEqual([1, 2]);
  });

  it("is not sent again if its body was a stream, and the answer can be read", async () => {
    const { session, keys } = scriptedSession(EXPIRED);
    const { body } = new Response("streamed");
    const response = await session.fetch(OBJECT_URL, { method: "PUT", body });

    expect(await response.text()).toContain("ExpiredToken");
    expect(keys()).toEqual([1]);
  });

  it("is sent again with a body of bytes that the caller has changed meanwhile", async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const { session, requests } = scriptedSession(() => {
      bytes.fill(9);
      return EXPIRED();
    }, FINE);
    await session.fetch(OBJECT_URL, { method: "PUT", body: bytes.buffer });

    expect(requests.map(({ body }) => Array.from(body as Uint8Array))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});

describe("another refusal", () => {
  it.each([
    [403, "<Code>AccessDenied</Code>"],
    [403, "<Code>SignatureDoesNotMatch</Code>"],
    [400, '{"__type":"ValidationException"}'],
    [404, "ExpiredToken is a page of this name"],
    [500, "ExpiredToken"],
    [200, "ExpiredToken"],
  ])("(%i %s) is handed back as it is", async (status, body) => {
    const { session, keys } = scriptedSession(text(body, status));
    const response = await session.fetch(OBJECT_URL);

    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(keys()).toEqual([1]);
  });
});

describe("an answer tells of an expired token", () => {
  it.each<[string, number, string, HeadersInit?]>([
    ["S3", 400, "<Error><Code>ExpiredToken</Code></Error>"],
    ["STS", 403, "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>"],
    ["DynamoDB", 400, '{"__type":"com.amazon.coral.service#ExpiredTokenException"}'],
    ["EKS", 403, "{}", { "x-amzn-errortype": "ExpiredTokenException:" }],
    ["S3 of old", 400, "<Code>TokenRefreshRequired</Code>"],
    ["EC2", 400, "<Code>RequestExpired</Code>"],
  ])("in the words of %s, and can still be read", async (_service, status, body, headers = {}) => {
    const response = new Response(body, { status, headers });
    expect(await isExpiredTokenAnswer(response)).toBe(true);
    expect(await response.text()).toBe(body);
  });

  it("but not one without a body, nor one of a megabyte", async () => {
    const long = `ExpiredToken${" ".repeat(2 ** 20)}`;
    const headers = { "content-length": String(long.length) };

    expect(await isExpiredTokenAnswer(new Response(null, { status: 403 }))).toBe(false);
    expect(await isExpiredTokenAnswer(new Response(long, { status: 403, headers }))).toBe(false);
  });
});
