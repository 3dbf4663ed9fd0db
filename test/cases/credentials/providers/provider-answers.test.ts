import { describe, expect, it } from "vitest";
import { type AwsCredentials, type CredentialProvider, named } from "../../../../src/aws/credentials.ts";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { refresh } from "../../../../src/credentials/refresh/refresh.ts";
import { createSession } from "../../../../src/credentials/session/session.ts";
import { createClient } from "../../../../src/http/client.ts";
import { getCallerIdentity } from "../../../../src/sts/caller-identity.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { untyped } from "../../../support/bad-input.ts";
import { CANARY_SECRET_KEY, CANARY_SESSION_TOKEN, leakIn } from "../../../support/canaries.ts";
import { fakeRuntime } from "../../../support/fake-runtime.ts";
import { printedForms } from "../../../support/printed-forms.ts";
import { errorOf } from "../../../support/rejection.ts";

const UNUSABLE: readonly [what: string, value: unknown, path: string][] = [
  ["nothing", undefined, "the result"],
  ["null", null, "the result"],
  ["text", "AKIAIOSFODNN7EXAMPLE", "the result"],
  ["an empty object", {}, "accessKeyId"],
  ["an empty access key id", { ...CREDENTIALS, accessKeyId: "" }, "accessKeyId"],
  ["no secret access key", { accessKeyId: CREDENTIALS.accessKeyId }, "secretAccessKey"],
  ["an empty secret access key", { ...CREDENTIALS, secretAccessKey: "" }, "secretAccessKey"],
  ["an empty session token", { ...CREDENTIALS, sessionToken: "" }, "sessionToken"],
  ["a session token that is null", { ...CREDENTIALS, sessionToken: null }, "sessionToken"],
  ["an invalid Date", { ...CREDENTIALS, expiration: new Date(Number.NaN) }, "expiration"],
  ["an expiration as text", { ...CREDENTIALS, expiration: "2026-03-01T18:00:00Z" }, "expiration"],
  ["an expiration as a number", { ...CREDENTIALS, expiration: 1_772_388_000_000 }, "expiration"],
  ["an empty account id", { ...CREDENTIALS, accountId: "" }, "accountId"],
];

/** A provider that returns a value of any type. */
function returning(value: unknown): CredentialProvider {
  // Bundlers rename functions.
  return named("vault", async () => untyped<AwsCredentials>(value));
}

describe.each(UNUSABLE)("credentials of a provider that are %s", (_what, value, path) => {
  it("are refused by a client before it sends anything", async () => {
    const { ports, requests } = fakeRuntime();
    const client = createClient({ region: "us-west-2", credentials: returning(value), ports });

    const error = await errorOf(getCallerIdentity(client), "INVALID_RESPONSE");
    expect([error.operation, error.path]).toEqual(["vault", path]);
    expect(requests).toEqual([]);
  });

  it("are refused by refresh", async () => {
    const provider = refresh({ provider: returning(value), ports: fakeRuntime().ports });

    expect(await errorOf(provider(), "INVALID_RESPONSE")).toMatchObject({ operation: "vault", path });
  });

  it("are refused by fetch and presign of a session", async () => {
    const { ports, requests } = fakeRuntime();
    const session = createSession({ credentials: returning(value), ports });
    const url = "https://sts.us-west-2.amazonaws.com/";

    expect(await errorOf(session.fetch(url), "INVALID_RESPONSE")).toMatchObject({ path });
    await errorOf(session.presign(url, { expiresInSeconds: 60 }), "INVALID_RESPONSE");
    expect(requests).toEqual([]);
  });

  it("fail a chain, which names the provider", async () => {
    const error = await errorOf(chain(returning(value), returning(CREDENTIALS))(), "CREDENTIALS_UNAVAILABLE");

    expect(error.sources[0]).toMatchObject({ source: "vault", outcome: "failed" });
    expect(error.message).toContain(path);
  });
});

describe("credentials of a custom provider", () => {
  const secrets = { secretAccessKey: CANARY_SECRET_KEY, sessionToken: CANARY_SESSION_TOKEN };
  const provider = returning({ ...CREDENTIALS, ...secrets });

  it("print without their secrets after refresh and chain", async () => {
    const { ports } = fakeRuntime();
    for (const source of [refresh({ provider, ports }), chain(provider)]) {
      const credentials = await source();
      expect({ ...credentials }).toEqual({ ...CREDENTIALS, ...secrets });
      expect(leakIn(printedForms(credentials))).toBeUndefined();
    }
  });

  it("are not quoted by the error about them", async () => {
    const bad = returning({ ...CREDENTIALS, ...secrets, expiration: CANARY_SESSION_TOKEN });
    const error = await errorOf(refresh({ provider: bad, ports: fakeRuntime().ports })(), "INVALID_RESPONSE");

    expect(leakIn(printedForms(error))).toBeUndefined();
  });

  it("stay the same object as long as the provider returns the same object", async () => {
    const source = chain(provider);
    const given = { ...CREDENTIALS };
    const same = chain(returning(given));

    expect(await same()).toBe(await same());
    expect(await source()).toBe(await source());
  });
});

describe("static credentials of a client", () => {
  it("are refused before a call is signed once they have expired", async () => {
    const { ports, requests, clock } = fakeRuntime();
    const credentials = { ...CREDENTIALS, expiration: new Date(clock.now()) };
    const client = createClient({ region: "us-west-2", credentials, ports });

    const error = await errorOf(getCallerIdentity(client), "CREDENTIALS_EXPIRED");
    expect(error.expiration).toEqual(credentials.expiration);
    expect(requests).toEqual([]);
  });
});
