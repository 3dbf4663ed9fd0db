import { describe, expect, it } from "vitest";
import type { SessionEvent } from "../../../../src/credentials/session/session.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { type FakeAnswer, type SentRequest, text } from "../../../support/fake-runtime.ts";
import { sessionScene } from "./session-scene.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const SESSION_TOKEN = "example-session-token";
const REFUSED_CONNECTION = new TypeError("fetch failed");
const FINE = text("fine");

/** A session with a session token, and what it reports. */
function scene(...answers: FakeAnswer[]) {
  const events: SessionEvent[] = [];
  const credentials = async () => ({ ...CREDENTIALS, sessionToken: SESSION_TOKEN });
  const options = { credentials, onEvent: (event: SessionEvent) => events.push(event) };
  return { ...sessionScene({ answers, random: 0.5 }, options), events };
}

function callEvents(events: readonly SessionEvent[]): SessionEvent[] {
  return events.filter(({ type }) => type === "attempt" || type === "retry");
}

describe("events of a session's fetch", () => {
  it("tell each attempt and each retry", async () => {
    const { session, clock, events } = scene(
      text("", 503, { "x-amz-request-id": "EXAMPLE" }),
      REFUSED_CONNECTION,
      FINE,
    );
    await clock.settle(session.fetch(OBJECT_URL, { retries: 2 }));
    const call = { service: "s3", operation: "GET" };

    expect(callEvents(events)).toMatchObject([
      { type: "attempt", ...call, attempt: 1, status: 503, requestId: "EXAMPLE", error: { code: "SERVICE" } },
      { type: "retry", ...call, attempt: 1, error: { code: "SERVICE" } },
      { type: "attempt", ...call, attempt: 2, error: { code: "NETWORK" } },
      { type: "retry", ...call, attempt: 2, error: { code: "NETWORK" } },
      { type: "attempt", ...call, attempt: 3, status: 200 },
    ]);
  });

  it("tell that a request is sent again with new credentials", async () => {
    const expired = text("<Error><Code>ExpiredToken</Code></Error>", 400);
    const { session, events } = scene(expired, FINE);
    await session.fetch(OBJECT_URL);

    expect(callEvents(events)).toMatchObject([
      { type: "attempt", attempt: 1, status: 400, error: { awsCode: "ExpiredToken" } },
      { type: "retry", attempt: 1, delayMs: 0 },
      { type: "attempt", attempt: 2, status: 200 },
    ]);
  });

  it("tell how long an attempt took until its response began", async () => {
    const { session, events, clock } = scene(() => {
      clock.advance(250);
      return FINE();
    });
    await session.fetch(OBJECT_URL);

    expect(callEvents(events)).toMatchObject([{ durationMs: 250 }]);
  });

  it("hold no session token that AWS quotes", async () => {
    const quoting = (request: SentRequest): Response => {
      const token = request.headers["x-amz-security-token"];
      const message = `The Canonical String should have been 'x-amz-security-token:${token}'`;
      const body = `<Error><Code>SignatureDoesNotMatch</Code><Message>${message}</Message></Error>`;
      return new Response(body, { status: 403 });
    };
    const { session, events } = scene(quoting);
    const response = await session.fetch(OBJECT_URL);
    const [attempt] = callEvents(events);

    expect(await response.text()).toContain(SESSION_TOKEN);
    expect(attempt).toMatchObject({ error: { awsCode: "SignatureDoesNotMatch" } });
    expect(JSON.stringify(attempt)).toContain("The Canonical String");
    expect(JSON.stringify(attempt)).not.toContain(SESSION_TOKEN);
  });
});
