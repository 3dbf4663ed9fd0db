import { describeCluster } from "../../../src/eks/cluster.ts";
import { type ClientOptions, createClient } from "../../../src/http/client.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { type FakeAnswer, fakeRuntime, json } from "../../support/fake-runtime.ts";

/** A successful response to DescribeCluster. */
export const CLUSTER = json({
  cluster: { name: "demo", arn: "arn:aws:eks:us-west-2:111122223333:cluster/demo" },
});

/** A response that is retried. */
export const DOWN = json({ message: "down" }, 503);

/**
 * Makes a client that gets the given answers in order, and `call`, which calls DescribeCluster and advances the clock as needed.
 * `random` is the number that every draw gives.
 */
export function scene(answers: readonly FakeAnswer[], options: ClientOptions & { random?: number } = {}) {
  const { random, ...clientOptions } = options;
  const runtime = fakeRuntime({ answers, ...(random !== undefined && { random }) });
  const { ports, clock, requests } = runtime;
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports, ...clientOptions });
  const call = () => clock.settle(describeCluster(client, { clusterName: "demo" }));
  return { client, call, requests, waits: clock.waits };
}
