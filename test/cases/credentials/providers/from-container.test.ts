import { describe, expect, it } from "vitest";
import {
  type FromContainerOptions,
  fromContainer,
} from "../../../../src/credentials/providers/container/from-container.ts";
import { CONTAINER_BODY, CREDENTIALS } from "../../../support/aws-examples.ts";
import { type FakeRuntimeOptions, fakeRuntime, json, silence, text } from "../../../support/fake-runtime.ts";
import { errorOf, podkeyErrorOf } from "../../../support/rejection.ts";

const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
const AGENT = "http://169.254.170.23/v1/credentials";
const GOOD = json(CONTAINER_BODY);

function scene(runtime: FakeRuntimeOptions, options: FromContainerOptions = {}) {
  const { ports, clock, requests } = fakeRuntime({ answers: [GOOD], ...runtime });
  const provider = fromContainer({ uri: AGENT, ports, ...options });
  const get = () => clock.settle(provider());
  return {
    provider,
    get,
    clock,
    requests,
    tokens: () => requests.map(({ headers }) => headers["authorization"]),
  };
}

describe("fromContainer", () => {
  it("requests credentials from the agent and returns them", async () => {
    const { get, requests } = scene({}, { token: "header.payload.signature" });

    expect({ ...(await get()) }).toEqual({
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      secretAccessKey: CREDENTIALS.secretAccessKey,
      sessionToken: "example-session-token",
      accountId: "111122223333",
      expiration: new Date("2026-03-01T18:00:00Z"),
    });
    expect(requests).toMatchObject([{ method: "GET", url: AGENT, redirect: "manual" }]);
    expect(requests[0]?.headers).toEqual({
      accept: "application/json",
      authorization: "header.payload.signature",
    });
  });

  it("sends no authorization header if there is no token", async () => {
    const { get, requests } = scene({});
    await get();

    expect(requests.map(({ headers }) => Object.keys(headers))).toEqual([["accept"]]);
  });

  it("reads and trims the token file for each call", async () => {
    const contents = ["first\n", " second\r\n"];
    const { get, tokens } = scene({ files: { "/token": () => contents.shift() } }, { tokenFile: "/token" });
    await get();
    await get();

    expect(tokens()).toEqual(["first", "second"]);
  });

  it("calls a token function for each call", async () => {
    const contents = ["first", "second"];
    const { get, tokens } = scene({}, { token: async () => contents.shift() ?? "" });
    await get();
    await get();

    expect(tokens()).toEqual(["first", "second"]);
  });

  it("reads the token file again for a retry", async () => {
    const contents = ["first", "second"];
    const files = { "/token": () => contents.shift() };
    const { get, tokens } = scene({ files, answers: [text("", 503), GOOD] }, { tokenFile: "/token" });
    await get();

    expect(tokens()).toEqual(["first", "second"]);
  });

  it.each([
    [
      "the option over all",
      { tokenFile: "/option" },
      { [TOKEN_FILE]: "/file", [TOKEN]: "variable" },
      "option",
    ],
    [
      "its own token over the files",
      { token: "given", tokenFile: "/option" },
      { [TOKEN_FILE]: "/file" },
      "given",
    ],
    ["the file over the variable", {}, { [TOKEN_FILE]: "/file", [TOKEN]: "variable" }, "file"],
    [
      "the variable if the file's variable is empty",
      {},
      { [TOKEN_FILE]: "", [TOKEN]: "variable" },
      "variable",
    ],
    ["no source if both variables are empty", {}, { [TOKEN_FILE]: "", [TOKEN]: "" }, undefined],
  ])("sends the token of %s", async (_, options, env, token) => {
    const { get, tokens } = scene({ env, files: { "/option": "option", "/file": "file" } }, options);
    await get();

    expect(tokens()).toEqual([token]);
  });

  it("throws INVALID_TOKEN for a missing token file even if the token variable is set", async () => {
    const { get, requests } = scene({ env: { [TOKEN_FILE]: "/gone", [TOKEN]: "variable" } });

    expect(await errorOf(get(), "INVALID_TOKEN")).toMatchObject({ source: "/gone" });
    expect(requests).toHaveLength(0);
  });

  it.each([
    [{ [RELATIVE]: "/v2/credentials", [FULL]: AGENT }, "http://169.254.170.2/v2/credentials"],
    [{ [RELATIVE]: "", [FULL]: AGENT }, AGENT],
  ])("prefers the relative URI to the full one (%#)", async (env, url) => {
    const { ports, requests } = fakeRuntime({ answers: [GOOD], env });
    await fromContainer({ ports })();

    expect(requests.map((request) => request.url)).toEqual([url]);
  });

  it("returns expired credentials that the agent serves", async () => {
    const { get } = scene({
      answers: [json({ ...CONTAINER_BODY, Expiration: "2026-03-01T11:00:00.123456789Z" })],
    });

    expect((await get()).expiration).toEqual(new Date("2026-03-01T11:00:00.123Z"));
  });

  it("does not follow a redirect", async () => {
    const { get, requests } = scene({ answers: [text("", 302, { location: "http://example.com/" }), GOOD] });

    expect(await podkeyErrorOf(get())).toMatchObject({ code: "INVALID_RESPONSE", path: "the status" });
    expect(requests).toHaveLength(1);
  });

  it.each([400, 401, 403, 404])("does not retry after status %d", async (status) => {
    const { get, requests } = scene({ answers: [text("no", status), GOOD] });

    expect(await errorOf(get(), "SERVICE")).toMatchObject({ status, awsMessage: "no", retryable: false });
    expect(requests).toHaveLength(1);
  });

  it.each([
    ["429", text("Too Many Requests", 429)],
    ["500", text("", 500)],
    ["502", text("", 502)],
    ["503", text("", 503)],
    ["529", text("", 529)],
    ["a refused connection", new TypeError("fetch failed")],
  ])("retries after %s", async (_, answer) => {
    const { get, requests } = scene({ answers: [answer, answer, GOOD], random: 0.5 });

    expect(await get()).toMatchObject({ accessKeyId: "ASIAIOSFODNN7EXAMPLE" });
    expect(requests).toHaveLength(3);
  });

  it("throws the last error at its deadline", async () => {
    const { get, clock } = scene({ answers: [text("", 503)], random: 0.999 });
    const startedMs = clock.now();

    expect(await errorOf(get(), "SERVICE")).toMatchObject({ status: 503, retryable: true });
    expect(clock.now() - startedMs).toBeLessThanOrEqual(15_000);
    expect(clock.now() - startedMs).toBeGreaterThan(5000);
  });

  it("waits 5 s for each response, and for the last one no longer than its deadline", async () => {
    const { get, clock } = scene({ answers: [silence] }, { deadlineMs: 12_000 });
    const startedMs = clock.now();

    expect(await errorOf(get(), "TIMEOUT")).toMatchObject({ service: "container-credentials" });
    expect(clock.waits.filter((ms) => ms > 0).slice(0, 3)).toEqual([5000, 5000, 2000]);
    expect(clock.now() - startedMs).toBeLessThanOrEqual(12_001);
  });

  it("names the Pod Identity Agent if the connection fails", async () => {
    const { get } = scene({ answers: [new TypeError("fetch failed")] });

    expect((await errorOf(get(), "NETWORK")).message).toContain("Pod Identity Agent");
  });

  it("sends nothing for a caller that has aborted", async () => {
    const { provider, requests } = scene({});
    await errorOf(provider({ signal: AbortSignal.abort() }), "ABORTED");

    expect(requests).toHaveLength(0);
  });
});
