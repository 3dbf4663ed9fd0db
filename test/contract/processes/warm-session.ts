import { expect, test } from "vitest";
import { createSession, type Session } from "../../../src/credentials/session/session.ts";
import { MINUTE_MS } from "../../support/time.ts";

/** The first run of the cron job is at most a minute away. */
const TIMEOUT_MS = 75_000;

/** Tests that a runtime's own cron renews the credentials of a session, by waiting for its first run. */
export function describeKeepWarm(
  runtime: string,
  keepWarm: (sessions: readonly Session[]) => () => void,
): void {
  test(
    `keepWarm renews credentials with the cron of ${runtime} while no caller asks`,
    async () => {
      let stop: (() => void) | undefined;
      let answered = 0;
      await new Promise<void>((resolve) => {
        const session = createSession({
          credentials: async () => {
            answered += 1;
            resolve();
            const expiration = new Date(Date.now() + 60 * MINUTE_MS);
            return { accessKeyId: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "example-secret", expiration };
          },
        });
        stop = keepWarm([session]);
      });
      stop?.();
      expect(answered).toBe(1);
    },
    TIMEOUT_MS,
  );
}
