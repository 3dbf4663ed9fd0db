import { describe, expect, it } from "vitest";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { CREDENTIALS, NOW_MS } from "../../../support/aws-examples.ts";
import { fakeRuntime } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { HOUR_MS, MINUTE_MS } from "../../../support/time.ts";
import { keyOf, numbered } from "../refresh/scene.ts";
import { emulatedSession, IDENTITY_URL } from "./emulated-session.ts";

const OBJECT_URL = "https://example-bucket.s3.us-west-2.amazonaws.com/key";

describe("presign of a session", () => {
  it("makes a URL that AWS accepts until its expiry", async () => {
    const { session, emulator, clock } = emulatedSession();
    const { url, expiresAt } = await session.presign(IDENTITY_URL, { expiresInSeconds: 300 });
    expect(expiresAt.getTime()).toBe(NOW_MS + 300_000);
    expect((await emulator.fetch(url)).status).toBe(200);

    clock.nowMs += 301_000;
    expect((await emulator.fetch(url)).status).toBe(403);
  });

  it("states the expiration of the credentials if they expire before the URL would", async () => {
    const { session } = emulatedSession();
    const { url, expiresAt } = await session.presign(IDENTITY_URL, { expiresInSeconds: 43_200 });

    expect(expiresAt.getTime()).toBe(NOW_MS + 15 * MINUTE_MS);
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("900");
  });

  it("signs with new credentials after the old ones have expired", async () => {
    const { session, emulator, clock } = emulatedSession();
    await session.credentials();
    clock.nowMs += HOUR_MS;
    const { url, expiresAt } = await session.presign(IDENTITY_URL, { expiresInSeconds: 60 });

    expect(expiresAt.getTime()).toBe(NOW_MS + HOUR_MS + 60_000);
    expect((await emulator.fetch(url)).status).toBe(200);
  });

  it("signs the session token, method and headers", async () => {
    const { session } = emulatedSession();
    const init = { method: "PUT", headers: { "x-example": "1" }, expiresInSeconds: 60 };
    const { searchParams } = new URL((await session.presign(OBJECT_URL, init)).url);

    expect(searchParams.get("X-Amz-Security-Token")).toBeTruthy();
    expect(searchParams.get("X-Amz-SignedHeaders")).toContain("x-example");
    expect(searchParams.get("X-Amz-Credential")).toContain("/20260301/us-west-2/s3/aws4_request");
  });

  it("refuses an unknown host, and a lifetime that AWS does not accept", async () => {
    const { session } = emulatedSession();
    const presign = (url: string, expiresInSeconds: number) => session.presign(url, { expiresInSeconds });

    await errorOf(presign("https://gateway.example.com/", 60), "CONFIGURATION");
    await errorOf(presign(OBJECT_URL, 604_801), "INVALID_REQUEST");
    await errorOf(presign(OBJECT_URL, 0), "INVALID_REQUEST");
  });

  it("signs with the credentials that the session keeps, without asking the source again", async () => {
    let calls = 0;
    const session = createSession({
      credentials: async () => {
        calls += 1;
        return numbered(calls);
      },
      ports: fakeRuntime().ports,
    });
    await session.credentials();
    const { url } = await session.presign(IDENTITY_URL, { expiresInSeconds: 60 });

    expect(new URL(url).searchParams.get("X-Amz-Credential")).toMatch(new RegExp(`^${keyOf(1)}/`));
    expect(calls).toBe(1);
  });

  it("throws CREDENTIALS_EXPIRED if the credentials expire within the second", async () => {
    const { ports } = fakeRuntime();
    const session = createSession({ credentials: async () => numbered(1, NOW_MS + 999), ports });

    await errorOf(session.presign(OBJECT_URL, { expiresInSeconds: 60 }), "CREDENTIALS_EXPIRED");
  });

  it("makes a URL for the whole requested time with credentials that do not expire", async () => {
    const { ports } = fakeRuntime();
    const session = createSession({ credentials: async () => CREDENTIALS, ports });
    const { expiresAt } = await session.presign(OBJECT_URL, { expiresInSeconds: 604_800 });

    expect(expiresAt.getTime()).toBe(NOW_MS + 604_800_000);
  });

  it("makes a URL for 15 minutes if the caller states no time", async () => {
    const { ports } = fakeRuntime();
    const session = createSession({ credentials: async () => CREDENTIALS, ports });

    for (const { url, expiresAt } of [
      await session.presign(OBJECT_URL),
      await session.presign(OBJECT_URL, {}),
    ]) {
      expect(expiresAt.getTime()).toBe(NOW_MS + 15 * MINUTE_MS);
      expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("900");
    }
  });

  it("names a lifetime of 0 seconds in its error, and does not say that nothing was sent", async () => {
    const error = await errorOf(
      emulatedSession().session.presign(OBJECT_URL, { expiresInSeconds: 0 }),
      "INVALID_REQUEST",
    );
    expect(error.message).toMatch(
      /^the input of a presigned URL is invalid: expiresInSeconds must be a whole number/,
    );
  });
});
