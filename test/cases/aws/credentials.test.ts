import { describe, expect, it } from "vitest";
import { askProvider, checkCredentials } from "../../../src/aws/ask-provider.ts";
import { type AwsCredentials, isSameCredentials, named, toProvider } from "../../../src/aws/credentials.ts";
import { CREDENTIALS, NOW_MS } from "../../support/aws-examples.ts";
import { untyped } from "../../support/bad-input.ts";
import { errorOf } from "../../support/rejection.ts";

const FULL: AwsCredentials = {
  ...CREDENTIALS,
  sessionToken: "example-session-token",
  accountId: "111122223333",
  expiration: new Date(NOW_MS),
};

/** Changes of each member of credentials. */
const CHANGES: readonly Partial<Record<keyof AwsCredentials, unknown>>[] = [
  { accessKeyId: "AKIAIOSFODNN7EXAMPLF" },
  { secretAccessKey: "another" },
  { sessionToken: "another" },
  { sessionToken: undefined },
  { accountId: "444455556666" },
  { accountId: undefined },
  { expiration: new Date(NOW_MS + 1) },
  { expiration: undefined },
];

function changed(change: object): AwsCredentials {
  return untyped<AwsCredentials>({ ...FULL, ...change });
}

describe("two objects", () => {
  it("hold the same credentials if all their members are equal", () => {
    expect(isSameCredentials(FULL, { ...FULL, expiration: new Date(NOW_MS) })).toBe(true);
    expect(isSameCredentials(CREDENTIALS, { ...CREDENTIALS })).toBe(true);
  });

  it.each(CHANGES)("hold other credentials if one has %j", (change) => {
    expect(isSameCredentials(FULL, changed(change))).toBe(false);
    expect(isSameCredentials(changed(change), FULL)).toBe(false);
  });
});

describe("a provider of credentials that do not change", () => {
  it("gives them until the millisecond in which they expire", async () => {
    let nowMs = NOW_MS - 1;
    const provider = toProvider(FULL, () => nowMs);
    expect(await provider()).toBe(FULL);
    nowMs = NOW_MS;

    expect((await errorOf(provider(), "CREDENTIALS_EXPIRED")).expiration).toBe(FULL.expiration);
  });

  it("gives credentials that do not expire, and leaves a strange expiration to the check of its answer", async () => {
    expect(await toProvider(CREDENTIALS, () => NOW_MS)()).toBe(CREDENTIALS);
    const strange = changed({ expiration: "yesterday" });

    expect(await toProvider(strange, () => NOW_MS)()).toBe(strange);
  });

  it("is the provider itself if it was given one", () => {
    const provider = async () => CREDENTIALS;

    expect(toProvider(provider, () => NOW_MS)).toBe(provider);
  });

  it("is reported as static credentials, and can be given another name", () => {
    const provider = toProvider(CREDENTIALS, () => NOW_MS);

    expect(provider.name).toBe("static credentials");
    expect(named("fromStatic", provider).name).toBe("fromStatic");
  });
});

describe("checked credentials", () => {
  it("are the same object for the same credentials, also when they are checked again", () => {
    const given = { ...FULL };
    const first = checkCredentials(given, "vault");

    expect(checkCredentials(given, "vault")).toBe(first);
    expect(checkCredentials(first, "vault")).toBe(first);
    expect(checkCredentials({ ...FULL }, "vault")).not.toBe(first);
  });

  it.each(CHANGES)("are a new object after the given one was changed in place to %j", (change) => {
    const given = { ...FULL };
    const first = checkCredentials(given, "vault");
    Object.assign(given, change);
    const second = checkCredentials(given, "vault");

    expect(second).not.toBe(first);
    expect({ ...FULL, ...second, ...change }).toEqual({ ...FULL, ...change });
    expect(checkCredentials(given, "vault")).toBe(second);
  });

  it("may lack the members that are optional", () => {
    expect(checkCredentials({ ...CREDENTIALS }, "vault")).toEqual(CREDENTIALS);
  });

  it("of a provider without a name are refused in the name of a provider", async () => {
    const provider = named("", async () => untyped<AwsCredentials>(undefined));
    const error = await errorOf(askProvider(provider), "INVALID_RESPONSE");

    expect(error.operation).toBe("provider");
  });

  it("are asked of a provider with the request of the caller", async () => {
    const requests: unknown[] = [];
    const request = { forceRefresh: true };
    await askProvider(async (given) => {
      requests.push(given);
      return CREDENTIALS;
    }, request);

    expect(requests).toEqual([request]);
  });
});
