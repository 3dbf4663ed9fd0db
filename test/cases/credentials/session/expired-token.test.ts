import { describe, expect, it } from "vitest";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { type FakeAnswer, fakeRuntime, text } from "../../../support/fake-runtime.ts";
import { numbered } from "../refresh/scene.ts";
import { emulatedSession, IDENTITY_URL } from "./emulated-session.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const EXPIRED = text("<Error><Code>ExpiredToken</Code></Error>", 400, { "content-type": "application/xml" });
const FINE = text("fine");
const EIGHTEEN_MINUTES_MS = 1_080_000;

/** A session whose source gives another key each time. */
function scriptedSession(...answers: FakeAnswer[]) {
  const { ports, requests, clock } = fakeRuntime({ answers });
  let calls = 0;
  const credentials = async () => {
    calls += 1;
    return numbered(calls);
  };
  const session = createSession({ credentials, ports });
  const keys = () =>
    requests.map(({ headers }) => Number(/ASIAEXAMPLE(\d+)/.exec(headers["authorization"] ?? "")?.[1]));
  return { session, requests, keys, clock };
}

describe("fetch of a session, after AWS says that the credentials have expired", () => {
  it("sends the request again with new credentials, which AWS accepts", async () => {
    const { session, clock, operations } = emulatedSession({ hidesExpiration: true });
    await session.fetch(IDENTITY_URL);
    clock.nowMs += EIGHTEEN_MINUTES_MS;
    const response = await session.fetch(IDENTITY_URL);

    expect(response.status).toBe(200);
    expect(await response.text()).toContain("assumed-role/checkout/podkey");
    expect(operations().filter((operation) => operation === "AssumeRole")).toHaveLength(2);
  });

  it("makes one exchange for 20 requests at the same time", async () => {
    const { session, clock, operations } = emulatedSession({ hidesExpiration: true });
    await session.fetch(IDENTITY_URL);
    clock.nowMs += EIGHTEEN_MINUTES_MS;
    const responses = await Promise.all(Array.from({ length: 20 }, () => session.fetch(IDENTITY_URL)));

    expect(responses.every(({ ok }) => ok)).toBe(true);
    expect(operations().filter((operation) => operation === "AssumeRole")).toHaveLength(2);
  });

  it("sends the same body and headers again", async () => {
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

  it("does not send a request a third time, and returns the readable response", async () => {
    const { session, keys } = scriptedSession(EXPIRED);
    const response = await session.fetch(OBJECT_URL);

    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("ExpiredToken")]);
    expect(keys()).toEqual([1, 2]);
  });

  it("does not send a stream again, and returns the readable response", async () => {
    const { session, keys } = scriptedSession(EXPIRED);
    const { body } = new Response("streamed");
    const response = await session.fetch(OBJECT_URL, { method: "PUT", body });

    expect(await response.text()).toContain("ExpiredToken");
    expect(keys()).toEqual([1]);
  });

  it.each([
    ["a buffer", (bytes: Uint8Array<ArrayBuffer>) => bytes.buffer],
    ["a view", (bytes: Uint8Array<ArrayBuffer>) => bytes],
  ])(
    "sends the original bytes of %s again even if the caller has changed them meanwhile",
    async (_kind, bodyOf) => {
      const bytes = new Uint8Array([1, 2, 3]);
      const { session, requests } = scriptedSession(() => {
        bytes.fill(9);
        return EXPIRED();
      }, FINE);
      await session.fetch(OBJECT_URL, { method: "PUT", body: bodyOf(bytes) });

      expect(requests.map(({ body }) => Array.from(body as Uint8Array))).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    },
  );
});

describe("fetch of a session", () => {
  it.each<[string, number, string, Record<string, string>?]>([
    ["S3", 400, "<Error><Code>ExpiredToken</Code></Error>"],
    ["STS", 403, "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>"],
    ["STS for a request that accepts JSON", 403, '{"Error":{"Type":"Sender","Code":"ExpiredToken"}}'],
    ["DynamoDB", 400, '{"__type":"com.amazon.coral.service#ExpiredTokenException"}'],
    ["EKS", 403, "{}", { "x-amzn-errortype": "ExpiredTokenException:" }],
    ["S3 of old", 400, "<Error><Code>TokenRefreshRequired</Code></Error>"],
    ["EC2", 400, "<Response><Errors><Error><Code>RequestExpired</Code></Error></Errors></Response>"],
  ])(
    "gets new credentials after an expired token in the words of %s",
    async (_service, status, body, headers) => {
      const { session, keys } = scriptedSession(text(body, status, headers));
      const response = await session.fetch(OBJECT_URL);

      expect([response.status, await response.text()]).toEqual([status, body]);
      expect(keys()).toEqual([1, 2]);
    },
  );

  it.each([
    [403, "<Error><Code>AccessDenied</Code></Error>"],
    [403, "<Error><Code>SignatureDoesNotMatch</Code></Error>"],
    [400, '{"__type":"ValidationException","message":"ExpiredToken"}'],
    [400, '{"error":"ExpiredToken: the coupon has run out"}'],
    [403, "<p>ExpiredToken</p>"],
    [401, "ExpiredToken"],
    [403, ""],
    [404, "<Error><Code>ExpiredToken</Code></Error>"],
    [500, "<Error><Code>ExpiredToken</Code></Error>"],
    [200, "<Error><Code>ExpiredToken</Code></Error>"],
  ])("returns the response %i %j unchanged, and sends no second request", async (status, body) => {
    const { session, keys } = scriptedSession(text(body, status));
    const response = await session.fetch(OBJECT_URL);

    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(keys()).toEqual([1]);
  });

  it("reads at most 64 kB of an endless refusal, and returns the response unread", async () => {
    let pulled = 0;
    const endless = (): Response => {
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
        pulled += 1;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      };
      return new Response(new ReadableStream({ pull }), { status: 403 });
    };
    const { session, keys } = scriptedSession(endless);
    const response = await session.fetch(OBJECT_URL);
    await queueTurn();

    expect(pulled).toBeLessThanOrEqual(8);
    const reader = response.body?.getReader();
    let read = 0;
    while (read < 1_000_000) read += (await reader?.read())?.value?.byteLength ?? 0;
    expect(keys()).toEqual([1]);
    await reader?.cancel();
  });

  it("waits at most a second for the body of a refusal, and returns the response unread", async () => {
    const stalled = (): Response => {
      const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
        controller.enqueue(new TextEncoder().encode("<Error>"));
      };
      return new Response(new ReadableStream({ start }), { status: 403 });
    };
    const { session, keys, clock } = scriptedSession(stalled);
    const response = await clock.settle(session.fetch(OBJECT_URL));

    expect(clock.waits).toEqual([1000]);
    expect(new TextDecoder().decode((await response.body?.getReader().read())?.value)).toBe("<Error>");
    expect(keys()).toEqual([1]);
  });

  it("leaves a refusal of a megabyte whole", async () => {
    const long = `<Error><Code>ExpiredToken</Code>${" ".repeat(2 ** 20)}</Error>`;
    const { session, keys } = scriptedSession(text(long, 403));
    const response = await session.fetch(OBJECT_URL);

    expect((await response.text()).length).toBe(long.length);
    expect(keys()).toEqual([1]);
  });
});
