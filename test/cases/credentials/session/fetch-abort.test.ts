import { describe, expect, it } from "vitest";
import type { SessionEvent } from "../../../../src/credentials/session/session.ts";
import { queueTurn } from "../../../support/fake-clock.ts";
import { silence, text } from "../../../support/fake-runtime.ts";
import { sessionScene } from "./session-scene.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";
const REASON = new Error("the user left");

describe("fetch of a session rejects with the reason of its signal", () => {
  it("before anything is sent or asked for", async () => {
    let exchanges = 0;
    const credentials = async (): Promise<never> => {
      exchanges += 1;
      throw new Error("not expected");
    };
    const { session, requests } = sessionScene({}, { credentials });

    await expect(session.fetch(OBJECT_URL, { signal: AbortSignal.abort(REASON) })).rejects.toBe(REASON);
    expect([requests.length, exchanges]).toEqual([0, 0]);
  });

  it("while credentials are awaited, even if their source ignores the signal", async () => {
    const { session, requests } = sessionScene({}, { credentials: () => new Promise(() => undefined) });
    const caller = new AbortController();
    const response = session.fetch(OBJECT_URL, { signal: caller.signal });
    await queueTurn();
    caller.abort(REASON);

    await expect(response).rejects.toBe(REASON);
    expect(requests).toEqual([]);
  });

  it("while the body of a Request is read, even if it never ends", async () => {
    const { session, requests } = sessionScene({});
    const caller = new AbortController();
    const request = new Request(OBJECT_URL, { method: "PUT", body: "text" });
    request.arrayBuffer = () => new Promise(() => undefined);
    const response = session.fetch(request, { signal: caller.signal });
    await queueTurn();
    caller.abort(REASON);

    await expect(response).rejects.toBe(REASON);
    expect(requests).toEqual([]);
  });

  it.each([
    ["while the response is awaited", silence],
    ["while it waits between two attempts", text("busy", 503, { "retry-after": "5" })],
  ])("%s", async (_when, answer) => {
    const { session, requests } = sessionScene({ answers: [answer] });
    const caller = new AbortController();
    const response = session.fetch(OBJECT_URL, { signal: caller.signal, retries: 3 });
    await queueTurn();
    caller.abort(REASON);

    await expect(response).rejects.toBe(REASON);
    expect(requests).toHaveLength(1);
  });

  it("with the reason that the web gives an abort without one", async () => {
    const { session } = sessionScene({});
    const response = session.fetch(OBJECT_URL, { signal: AbortSignal.abort() });

    await expect(response).rejects.toMatchObject({ name: "AbortError" });
  });

  it("and reports the attempt as aborted", async () => {
    const events: SessionEvent[] = [];
    const { session } = sessionScene({ answers: [silence] }, { onEvent: (event) => events.push(event) });
    const caller = new AbortController();
    const response = session.fetch(OBJECT_URL, { signal: caller.signal });
    await queueTurn();
    caller.abort(REASON);

    await expect(response).rejects.toBe(REASON);
    expect(events.at(-1)).toMatchObject({ type: "attempt", error: { code: "ABORTED", cause: REASON } });
  });
});
