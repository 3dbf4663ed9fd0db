import { describe, expect, it } from "vitest";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { assumeRoleForPodIdentity } from "../../../src/eks-auth/assume-role-for-pod-identity.ts";
import { type ClientEvent, createClient } from "../../../src/http/client.ts";
import { POD_IDENTITY_SESSION } from "../../support/aws-examples.ts";
import { CANARY_CREDENTIALS, CANARY_TOKEN, leakIn } from "../../support/canaries.ts";
import { type FakeAnswer, fakeRuntime, json } from "../../support/fake-runtime.ts";
import { printedForms } from "../../support/printed-forms.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { HOUR_MS } from "../../support/time.ts";

const CLUSTER = json(
  { cluster: { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" } },
  200,
  {
    "x-amzn-requestid": "second",
  },
);

function scene(answers: readonly FakeAnswer[], onEvent?: (event: ClientEvent) => void) {
  const { ports, clock } = fakeRuntime({ answers, random: 0.5 });
  const events: ClientEvent[] = [];
  const client = createClient({
    region: "us-west-2",
    credentials: CANARY_CREDENTIALS,
    ports,
    onEvent: onEvent ?? ((event) => events.push(event)),
  });
  return { client, clock, events };
}

describe("the events of a client", () => {
  it("report each attempt and each retry, in order", async () => {
    const { client, clock, events } = scene([
      json({ code: "Foo" }, 503, { "x-amzn-requestid": "first" }),
      CLUSTER,
    ]);
    await clock.settle(describeCluster(client, { clusterName: "demo" }));
    const call = { service: "eks", operation: "DescribeCluster" };
    const error = expect.objectContaining({ awsCode: "Foo" });

    expect(events).toEqual([
      { type: "attempt", ...call, attempt: 1, durationMs: 0, status: 503, requestId: "first", error },
      { type: "retry", ...call, attempt: 1, delayMs: 25, error },
      { type: "attempt", ...call, attempt: 2, durationMs: 0, status: 200, requestId: "second" },
    ]);
  });

  it("hold the status of a response that cannot be used", async () => {
    const { client, clock, events } = scene([json({ cluster: {} }, 302, { "x-amzn-requestid": "moved" })]);
    await clock.settle(podkeyErrorOf(describeCluster(client, { clusterName: "demo" })));

    expect(events).toMatchObject([{ type: "attempt", status: 302, error: { code: "INVALID_RESPONSE" } }]);
  });

  it("hold no request id if the response has none", async () => {
    const { client, clock, events } = scene([json({ cluster: { name: "demo", arn: "arn" } })]);
    await clock.settle(describeCluster(client, { clusterName: "demo" }));

    expect(events[0]).not.toHaveProperty("requestId");
  });

  it("report how long an attempt took", async () => {
    const { ports, clock } = fakeRuntime();
    const events: ClientEvent[] = [];
    const fetch = async (): Promise<Response> => {
      clock.advance(120);
      return CLUSTER();
    };
    const client = createClient({
      region: "us-west-2",
      credentials: CANARY_CREDENTIALS,
      ports: { ...ports, fetch },
      onEvent: (event) => events.push(event),
    });
    await describeCluster(client, { clusterName: "demo" });

    expect(events).toMatchObject([{ type: "attempt", durationMs: 120 }]);
  });

  it("hold no secret, whether a call fails or succeeds", async () => {
    const echo = json({ message: `${CANARY_TOKEN} ${CANARY_CREDENTIALS.sessionToken}` }, 503);
    const { client, clock, events } = scene([echo, json(POD_IDENTITY_SESSION)]);
    await clock.settle(assumeRoleForPodIdentity(client, { clusterName: "demo", token: CANARY_TOKEN }));

    expect(events).toHaveLength(3);
    expect(leakIn(printedForms(events))).toBeUndefined();
  });

  it("do not break a call if the listener throws", async () => {
    const { client, clock } = scene([json({}, 503), CLUSTER], () => {
      throw new Error("the listener is at fault");
    });

    expect(await clock.settle(describeCluster(client, { clusterName: "demo" }))).toMatchObject({
      name: "demo",
    });
  });

  it("do not break a call or end the process if an async listener rejects", async () => {
    // Vitest fails a run with an unhandled rejection, and Node ends a process with one.
    const { client, clock } = scene([json({}, 503), CLUSTER], async () => {
      throw new Error("the listener is at fault");
    });

    expect(await clock.settle(describeCluster(client, { clusterName: "demo" }))).toMatchObject({
      name: "demo",
    });
  });

  it("measure the duration of an attempt with the monotonic clock", async () => {
    const { ports, clock } = fakeRuntime();
    const events: ClientEvent[] = [];
    const fetch = async (): Promise<Response> => {
      clock.advance(120);
      clock.stepWall(-6 * HOUR_MS);
      return CLUSTER();
    };
    const client = createClient({
      region: "us-west-2",
      credentials: CANARY_CREDENTIALS,
      ports: { ...ports, fetch },
      onEvent: (event) => events.push(event),
    });
    await describeCluster(client, { clusterName: "demo" });

    expect(events).toMatchObject([{ type: "attempt", durationMs: 120 }]);
  });

  it("report a failed connection without a status", async () => {
    const { client, clock, events } = scene([new TypeError("fetch failed")]);
    await podkeyErrorOf(clock.settle(describeCluster(client, { clusterName: "demo" })));

    expect(events.map(({ type }) => type)).toEqual(["attempt", "retry", "attempt", "retry", "attempt"]);
    const call = { service: "eks", operation: "DescribeCluster", attempt: 1 };
    const error = expect.objectContaining({ code: "NETWORK" });
    expect(events[0]).toStrictEqual({ type: "attempt", ...call, durationMs: 0, error });
  });
});
