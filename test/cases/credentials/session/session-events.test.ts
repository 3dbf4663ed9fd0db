import { describe, expect, it } from "vitest";
import { createSession, type SessionEvent } from "../../../../src/credentials/session/session.ts";
import { describeCluster } from "../../../../src/eks/cluster.ts";
import { CREDENTIALS } from "../../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../../support/fake-runtime.ts";

const DOWN = json({ message: "down" }, 503);
const CLUSTER = json({
  cluster: { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" },
});

describe("the events of a session", () => {
  it("report the renewals of its credentials, and the attempts and retries of its calls", async () => {
    const { ports, clock } = fakeRuntime({ answers: [DOWN, CLUSTER] });
    const events: SessionEvent[] = [];
    const session = createSession({
      region: "us-west-2",
      credentials: async () => CREDENTIALS,
      ports,
      onEvent: (event) => events.push(event),
    });
    await clock.settle(describeCluster(session, { clusterName: "demo" }));

    expect(events.map(({ type }) => type)).toEqual([
      "fetch",
      "refresh",
      "attempt",
      "retry",
      "hit",
      "attempt",
    ]);
  });
});
