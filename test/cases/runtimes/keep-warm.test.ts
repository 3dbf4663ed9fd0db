import { describe, expect, it } from "vitest";
import { renewSessions } from "../../../runtimes/shared/keep-warm.ts";
import type { Session } from "../../../src/credentials/session/session.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { untyped } from "../../support/bad-input.ts";

/** Makes a session that answers each request for credentials with `answer`. */
function sessionThat(answer: () => Promise<unknown>) {
  const requests: unknown[] = [];
  const credentials = (request: unknown): Promise<unknown> => {
    requests.push(request);
    return answer();
  };
  return { session: untyped<Session>({ credentials }), requests };
}

describe("a run of keepWarm", () => {
  it("asks each session for credentials that stay valid for 20 minutes by default", async () => {
    const sessions = [sessionThat(async () => CREDENTIALS), sessionThat(async () => CREDENTIALS)];
    await renewSessions(
      sessions.map(({ session }) => session),
      {},
    );

    expect(sessions.map(({ requests }) => requests)).toEqual([
      [{ minTtlMs: 1_200_000 }],
      [{ minTtlMs: 1_200_000 }],
    ]);
  });

  it("asks for the time that the caller states", async () => {
    const { session, requests } = sessionThat(async () => CREDENTIALS);
    await renewSessions([session], { minTtlMs: 5 });

    expect(requests).toEqual([{ minTtlMs: 5 }]);
  });

  it("rejects with the first failure, but not before all renewals have ended", async () => {
    const slow = Promise.withResolvers<unknown>();
    const failing = sessionThat(() => Promise.reject(new Error("no access")));
    const { session } = sessionThat(() => slow.promise);
    let outcome = "open";
    const run = renewSessions([failing.session, session], {}).catch((error: Error) => {
      outcome = error.message;
    });
    for (let tick = 0; tick < 10; tick += 1) await undefined;
    expect(outcome).toBe("open");
    slow.resolve(CREDENTIALS);
    await run;

    expect(outcome).toBe("no access");
  });
});
