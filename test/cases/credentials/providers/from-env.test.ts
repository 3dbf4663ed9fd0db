import { describe, expect, it } from "vitest";
import { fromEnv } from "../../../../src/credentials/providers/from-env.ts";
import { fromStatic } from "../../../../src/credentials/providers/from-static.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { fakeRuntime } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";

function scene(more: Record<string, string> = {}) {
  const env: Record<string, string | undefined> = {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    ...more,
  };
  return { env, provider: fromEnv({ ports: fakeRuntime({ env }).ports }) };
}

describe("fromEnv", () => {
  it("returns the two keys", async () => {
    expect({ ...(await scene().provider()) }).toEqual(CREDENTIALS);
  });

  it("returns every member whose variable is set", async () => {
    const { provider } = scene({
      AWS_SESSION_TOKEN: "example-session-token",
      AWS_ACCOUNT_ID: "111122223333",
      AWS_CREDENTIAL_EXPIRATION: "2026-03-01T13:00:00+00:00",
    });

    expect({ ...(await provider()) }).toEqual({
      ...CREDENTIALS,
      sessionToken: "example-session-token",
      accountId: "111122223333",
      expiration: new Date("2026-03-01T13:00:00Z"),
    });
  });

  it("leaves out members whose variable is empty", async () => {
    const { provider } = scene({ AWS_SESSION_TOKEN: "", AWS_ACCOUNT_ID: "", AWS_CREDENTIAL_EXPIRATION: "" });

    expect({ ...(await provider()) }).toEqual(CREDENTIALS);
  });

  it.each([
    ["AWS_ACCESS_KEY_ID", " ", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_ACCESS_KEY", "\t\n", "AWS_ACCESS_KEY_ID"],
  ])("counts a blank %s as not set", async (name, blank, other) => {
    const { provider } = scene({ [name]: blank });

    const error = await errorOf(provider(), "CONFIGURATION");
    expect(error.setting).toBe(name);
    expect(error.message).toContain(`${other} is set but ${name} is not`);
  });

  it("leaves out members whose variable is blank", async () => {
    const { provider } = scene({
      AWS_SESSION_TOKEN: " ",
      AWS_ACCOUNT_ID: " ",
      AWS_CREDENTIAL_EXPIRATION: " ",
    });

    expect({ ...(await provider()) }).toEqual(CREDENTIALS);
  });

  it("throws NOT_CONFIGURED if both keys are blank", async () => {
    const { provider } = scene({ AWS_ACCESS_KEY_ID: " ", AWS_SECRET_ACCESS_KEY: " " });

    expect(await errorOf(provider(), "NOT_CONFIGURED")).toMatchObject({ source: "fromEnv" });
  });

  it("returns the same object as long as no variable changes", async () => {
    const { provider } = scene({ AWS_CREDENTIAL_EXPIRATION: "2026-03-01T13:00:00Z" });

    expect(await provider()).toBe(await provider());
  });

  it.each(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCOUNT_ID"])(
    "returns new credentials after %s changed",
    async (name) => {
      const { env, provider } = scene();
      const before = await provider();
      env[name] = "changed";

      expect(await provider()).not.toBe(before);
      expect(Object.values({ ...(await provider()) })).toContain("changed");
    },
  );

  it("throws CREDENTIALS_EXPIRED at the moment of AWS_CREDENTIAL_EXPIRATION", async () => {
    const { provider } = scene({ AWS_CREDENTIAL_EXPIRATION: "2026-03-01T12:00:00Z" });

    expect(await errorOf(provider(), "CREDENTIALS_EXPIRED")).toMatchObject({
      expiration: new Date("2026-03-01T12:00:00Z"),
    });
  });

  it("throws NOT_CONFIGURED without the two keys, whatever else is set", async () => {
    const { ports } = fakeRuntime({ env: { AWS_SESSION_TOKEN: "example", AWS_ACCESS_KEY_ID: "" } });

    expect(await errorOf(fromEnv({ ports })(), "NOT_CONFIGURED")).toMatchObject({ source: "fromEnv" });
  });
});

describe("fromStatic", () => {
  it("returns the same copy of the given credentials at each call", async () => {
    const given = { ...CREDENTIALS };
    const provider = fromStatic(given);
    given.secretAccessKey = "changed";

    expect(await provider()).toBe(await provider());
    expect({ ...(await provider()) }).toEqual(CREDENTIALS);
  });

  it("throws CREDENTIALS_EXPIRED once the given credentials have expired", async () => {
    const { ports, clock } = fakeRuntime();
    const expiration = new Date(clock.now() + 1000);
    const provider = fromStatic({ ...CREDENTIALS, expiration }, { ports });
    expect(await provider()).toMatchObject({ expiration });
    clock.advance(1000);

    expect((await errorOf(provider(), "CREDENTIALS_EXPIRED")).expiration).toEqual(expiration);
  });
});
