import { describe, expect, it } from "vitest";
import { type FakeAnswer, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { sessionScene } from "./session-scene.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const TABLE_URL = "https://dynamodb.us-west-2.amazonaws.com/";
const BUSY = text("busy", 503);
// In a header, because the fake clock may pass the time that a body has.
const THROTTLED = text("", 400, { "x-amzn-errortype": "ProvisionedThroughputExceededException" });
const REFUSED_CONNECTION = new TypeError("fetch failed");
const FINE = text("fine");

function scene(...answers: FakeAnswer[]) {
  return sessionScene({ answers, random: 0.5 });
}

describe("retries of a session's fetch", () => {
  it.each([
    ["a status 500", text("", 500)],
    ["a status 503", BUSY],
    ["a status 429", text("", 429)],
    ["a throttle that AWS says with a status 400", THROTTLED],
    ["a refused connection", REFUSED_CONNECTION],
  ])("send the request again after %s", async (_failure, failure) => {
    const { session, clock, requests } = scene(failure, failure, FINE);
    const response = await clock.settle(session.fetch(OBJECT_URL, { retries: 2 }));

    expect(await response.text()).toBe("fine");
    expect(requests).toHaveLength(3);
  });

  it("are off by default", async () => {
    const { session, requests } = scene(BUSY, FINE);

    expect((await session.fetch(OBJECT_URL)).status).toBe(503);
    expect(requests).toHaveLength(1);
  });

  it("return the last response, readable, when none is left", async () => {
    const { session, clock, requests } = scene(BUSY, BUSY, text("still busy", 503));
    const response = await clock.settle(session.fetch(OBJECT_URL, { retries: 2 }));

    expect([response.status, await response.text()]).toEqual([503, "still busy"]);
    expect(requests).toHaveLength(3);
  });

  it("reject with the last network failure when none is left", async () => {
    const { session, clock } = scene(BUSY, REFUSED_CONNECTION);
    const error = await clock.settle(errorOf(session.fetch(OBJECT_URL, { retries: 1 }), "NETWORK"));

    expect(error.cause).toBe(REFUSED_CONNECTION);
  });

  it.each([403, 404, 400, 501])("do not repeat a request after a status %i", async (status) => {
    const { session, requests } = scene(text("", status), FINE);

    expect((await session.fetch(OBJECT_URL, { retries: 3 })).status).toBe(status);
    expect(requests).toHaveLength(1);
  });

  it("wait as long as the service asks", async () => {
    const { session, clock } = scene(text("", 503, { "retry-after": "2" }), FINE);
    await clock.settle(session.fetch(OBJECT_URL, { retries: 1 }));

    expect(clock.waits).toEqual([2000]);
  });

  it("sign each attempt with the time of its sending", async () => {
    const { session, clock, requests } = scene(text("", 503, { "retry-after": "2" }), FINE);
    await clock.settle(session.fetch(OBJECT_URL, { retries: 1 }));

    expect(requests.map(({ headers }) => headers["x-amz-date"])).toEqual([
      "20260301T120000Z",
      "20260301T120002Z",
    ]);
  });

  it("never repeat a stream", async () => {
    const { session, requests } = scene(BUSY, FINE);
    const { body } = new Response("streamed");

    expect((await session.fetch(OBJECT_URL, { method: "PUT", body, retries: 3 })).status).toBe(503);
    expect(requests).toHaveLength(1);
  });

  it("of a session repeat methods that may be repeated", async () => {
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "delete"]) {
      const { session, clock, requests } = sessionScene({ answers: [BUSY, FINE] }, { retries: 1 });
      await clock.settle(session.fetch(OBJECT_URL, { method }));
      expect(requests).toHaveLength(2);
    }
  });

  it("of a session do not repeat POST, which the request itself can allow", async () => {
    const { session, clock, requests } = sessionScene({ answers: [BUSY] }, { retries: 1 });
    await session.fetch(TABLE_URL, { method: "POST", body: "{}" });
    expect(requests).toHaveLength(1);

    await clock.settle(session.fetch(TABLE_URL, { method: "POST", body: "{}", retries: 2 }));
    expect(requests).toHaveLength(4);
  });

  it("of a request win over those of the session", async () => {
    const { session, requests } = sessionScene({ answers: [BUSY] }, { retries: 3 });
    await session.fetch(OBJECT_URL, { retries: 0 });

    expect(requests).toHaveLength(1);
  });

  it("end when the quota that they share with the client is spent", async () => {
    const { session, clock, requests } = scene(BUSY);
    await clock.settle(session.fetch(OBJECT_URL, { retries: 1000 }));

    expect(requests.length).toBeLessThan(40);
  });

  it.each([-1, 1.5, Number.NaN])("refuse to be %s", async (retries) => {
    const { session } = scene(FINE);
    const error = await errorOf(session.fetch(OBJECT_URL, { retries }), "CONFIGURATION");

    expect(error.setting).toBe("retries");
    expect(() => sessionScene({}, { retries })).toThrow(/retries must be a whole number/);
  });
});
