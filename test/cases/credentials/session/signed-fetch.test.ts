import { describe, expect, it } from "vitest";
import { partsOf } from "../../../../src/http/client.ts";
import { getCallerIdentity } from "../../../../src/sts/caller-identity.ts";
import { untyped } from "../../../support/bad-input.ts";
import { errorOf } from "../../../support/rejection.ts";
import { emulatedSession, IDENTITY_URL, REGION } from "./emulated-session.ts";

const EKS_URL = "https://eks.us-west-2.amazonaws.com/clusters/demo/pod-identity-associations";
const ASSOCIATION = {
  namespace: "shop",
  serviceAccount: "cart",
  roleArn: "arn:aws:iam::111122223333:role/cart",
};

describe("fetch of a session", () => {
  it("signs a request that AWS accepts", async () => {
    const { session, operations } = emulatedSession();
    const response = await session.fetch(IDENTITY_URL);

    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining("assumed-role/checkout/podkey"),
    ]);
    expect(operations()).toEqual(["AssumeRole", "GetCallerIdentity"]);
  });

  it("signs body, query, URL object and headers of the user", async () => {
    const { session } = emulatedSession();
    const headers = { "content-type": "application/json", "x-example": "  two   spaces " };
    const body = JSON.stringify(ASSOCIATION);
    const created = await session.fetch(new URL(EKS_URL), { method: "post", headers, body });
    expect([created.status, created.headers.get("content-type")]).toEqual([200, "application/json"]);

    const listed = await session.fetch(`${EKS_URL}?namespace=shop&maxResults=5`);
    expect(await listed.json()).toMatchObject({ associations: [{ serviceAccount: "cart" }] });
  });

  it("gets credentials once for 50 requests at the same time", async () => {
    const { session, operations } = emulatedSession();
    const responses = await Promise.all(Array.from({ length: 50 }, () => session.fetch(IDENTITY_URL)));

    expect(responses.every(({ ok }) => ok)).toBe(true);
    expect(operations().filter((operation) => operation === "AssumeRole")).toHaveLength(1);
  });

  it("returns AWS's error response unchanged", async () => {
    const { session } = emulatedSession();
    const response = await session.fetch(EKS_URL.replace("demo", "absent"));

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ clusterName: "absent" });
  });

  it("signs for the service and region that the caller states", async () => {
    const { session, sent } = emulatedSession();
    const stated = { service: "sts", region: REGION };
    await session.fetch(IDENTITY_URL, stated);
    await session.fetch("https://gateway.example.com/path", stated);

    const scopes = sent.slice(1).map(({ headers }) => headers["authorization"]?.split(", ")[0]);
    expect(scopes).toEqual([
      expect.stringContaining("/20260301/us-west-2/sts/aws4_request"),
      expect.stringContaining("/20260301/us-west-2/sts/aws4_request"),
    ]);
  });

  it("sends nothing to an unknown host, and gets no credentials for it", async () => {
    const { session, sent } = emulatedSession();
    const error = await errorOf(session.fetch("https://gateway.example.com/"), "CONFIGURATION");

    expect(error.message).toContain("pass service");
    expect(sent).toEqual([]);
  });

  it.each(["/relative", "not a url", "", null])("refuses %j as a URL", async (url) => {
    const error = await errorOf(emulatedSession().session.fetch(untyped(url)), "CONFIGURATION");
    expect(error.setting).toBe("url");
  });

  it("passes the caller's signal to the request", async () => {
    const { session, sent } = emulatedSession();
    const { signal } = new AbortController();
    await session.fetch(IDENTITY_URL, { signal });

    expect(sent.at(-1)?.signal).toBe(signal);
  });

  it("rejects with NETWORK, whose cause is the error of the runtime", async () => {
    const { session, emulator } = emulatedSession();
    await session.credentials();
    emulator.injectFault({ kind: "drop" });
    const error = await errorOf(session.fetch(`${IDENTITY_URL}&X-Amz-Security-Token=secret`), "NETWORK");

    expect(error.cause).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ service: "sts", operation: "GET", retryable: true });
    expect(error.message).toMatch(/^sts GET could not reach sts\.us-west-2\.amazonaws\.com: /);
    expect(error.message).not.toContain("secret");
  });

  it("works detached from its session", async () => {
    const { fetch, credentials, client } = emulatedSession().session;

    expect((await fetch(IDENTITY_URL)).status).toBe(200);
    expect((await credentials()).accessKeyId).toMatch(/^ASIA/);
    expect(partsOf(client()).ports.now()).toBe(Date.UTC(2026, 2, 1, 12));
  });
});

describe("client of a session", () => {
  it("calls operations with its credentials, region and ports", async () => {
    const { session, operations } = emulatedSession();
    const { arn } = await getCallerIdentity(session.client());

    expect(arn).toBe("arn:aws:sts::111122223333:assumed-role/checkout/podkey");
    expect(operations()).toEqual(["AssumeRole", "GetCallerIdentity"]);
  });

  it("shares the credentials that fetch got", async () => {
    const { session, operations } = emulatedSession();
    await session.fetch(IDENTITY_URL);
    await getCallerIdentity(session.client());

    expect(operations()).toEqual(["AssumeRole", "GetCallerIdentity", "GetCallerIdentity"]);
  });
});
