import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import type { CallOptions } from "../../../src/http/attempt.ts";
import { type ClientOptions, createClient } from "../../../src/http/client.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { countListeners } from "../../support/count-listeners.ts";
import { queueTurn } from "../../support/fake-clock.ts";
import { deafSilence, type FakeAnswer, fakeRuntime, json, silence } from "../../support/fake-runtime.ts";
import { errorOf } from "../../support/rejection.ts";

const CLUSTER = { cluster: { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" } };

function scene(answers: readonly FakeAnswer[], options: ClientOptions = {}) {
  const { ports, clock, requests } = fakeRuntime({ answers });
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports, ...options });
  const call = (callOptions?: CallOptions) => describeCluster(client, { clusterName: "demo" }, callOptions);
  return { call, clock, requests };
}

/** Returns a response whose body begins but never ends. */
function endlessBody(): Response {
  return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }));
}

describe("an attempt", () => {
  it.each([
    ["the server does not respond", silence],
    ["the server does not respond and fetch ignores its signal", deafSilence],
    ["the body of the response never ends", endlessBody],
  ])("ends at its timeout if %s", async (_, answer) => {
    const { call, clock } = scene([answer], { maxAttempts: 1, timeoutMs: 700 });
    const error = await errorOf(clock.settle(call()), "TIMEOUT");

    expect(error).toMatchObject({
      timeoutMs: 700,
      retryable: true,
      service: "eks",
      operation: "DescribeCluster",
    });
    expect(clock.waits).toEqual([700]);
  });

  it("is retried after a timeout, with a new signal", async () => {
    const { call, clock, requests } = scene([silence, json(CLUSTER)]);
    await clock.settle(call());

    expect(requests.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(clock.waits[0]).toBe(10_000);
  });

  it("uses the timeout of the call instead of the timeout of the client", async () => {
    const { call, clock } = scene([silence], { maxAttempts: 1 });

    expect(await errorOf(clock.settle(call({ timeoutMs: 50 })), "TIMEOUT")).toMatchObject({ timeoutMs: 50 });
  });

  it.each(["obeys", "ignores"])("ends at its caller's abort without a retry if fetch %s it", async (how) => {
    const { call, requests } = scene([how === "obeys" ? silence : deafSilence]);
    const controller = new AbortController();
    const pending = errorOf(call({ signal: controller.signal }), "ABORTED");
    while (requests.length === 0) await queueTurn();
    controller.abort(new Error("enough"));
    const error = await pending;

    expect(error).toMatchObject({ name: "AbortError", retryable: false });
    expect(error.cause).toEqual(new Error("enough"));
    expect(requests).toHaveLength(1);
  });

  it("is not sent, and asks for no credentials, if its caller has already aborted", async () => {
    let asked = 0;
    const credentials = async () => {
      asked += 1;
      return CREDENTIALS;
    };
    const { call, requests } = scene([json(CLUSTER)], { credentials });
    await errorOf(call({ signal: AbortSignal.abort() }), "ABORTED");

    expect([requests.length, asked]).toEqual([0, 0]);
  });

  it("is not repeated if its caller aborts while it fails", async () => {
    const controller = new AbortController();
    const failing = (): Response => {
      controller.abort();
      return new Response("{}", { status: 503 });
    };
    const events: unknown[] = [];
    const { call } = scene([failing], { onEvent: ({ type }) => events.push(type) });
    await errorOf(call({ signal: controller.signal }), "ABORTED");

    expect(events).toEqual(["attempt"]);
  });

  it("is not repeated if a listener to its failure aborts", async () => {
    const controller = new AbortController();
    const { call, clock, requests } = scene([json({}, 503)], { onEvent: () => controller.abort() });
    await errorOf(clock.settle(call({ signal: controller.signal })), "ABORTED");

    expect([requests.length, clock.waits]).toEqual([1, []]);
  });

  it("fails with the error of its credentials, even if it has a signal", async () => {
    const failure = new Error("the vault is closed");
    const { call } = scene([json(CLUSTER)], { credentials: () => Promise.reject(failure) });
    const { signal } = new AbortController();

    await expect(call({ signal })).rejects.toBe(failure);
  });

  it("ends when its caller aborts while it waits for credentials", async () => {
    const { call, requests } = scene([json(CLUSTER)], { credentials: () => new Promise(() => undefined) });
    const controller = new AbortController();
    let outcome: unknown;
    call({ signal: controller.signal }).catch((error: unknown) => {
      outcome = error;
    });
    await queueTurn();
    controller.abort();
    await queueTurn();

    expect(outcome).toMatchObject({ code: "ABORTED" });
    expect(requests).toHaveLength(0);
  });

  it("is not repeated if its caller aborts during the wait before a retry", async () => {
    const { call, clock, requests } = scene([json({}, 503, { "retry-after": "5" })]);
    const controller = new AbortController();
    const pending = errorOf(call({ signal: controller.signal }), "ABORTED");
    for (let turn = 0; turn < 10; turn += 1) await queueTurn();
    controller.abort();
    await pending;

    expect(requests).toHaveLength(1);
    expect(clock.waits).toEqual([]);
  });

  it("leaves no listener on its caller's signal", async () => {
    const { call } = scene([json(CLUSTER)]);
    const { signal } = new AbortController();
    const listeners = countListeners(signal);
    await call({ signal });

    expect(listeners()).toBe(0);
  });

  it("leaves no timer running", async () => {
    const { call, clock } = scene([json(CLUSTER)]);
    await call();
    clock.advance(60_000);

    expect(clock.waits).toEqual([]);
  });
});
