import { describe, expect, it } from "vitest";
import { createSession } from "../../../src/credentials/session/session.ts";
import { describeCluster } from "../../../src/eks/cluster.ts";
import { createClient } from "../../../src/http/client.ts";
import type { FetchedBody, FetchedResponse } from "../../../src/lib/fetch.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf, podkeyErrorOf } from "../../support/rejection.ts";
import { CLUSTER } from "./one-client.ts";

const REGION = "us-west-2";

/** Makes the body of a response from its chunks, and notes whether it was cancelled. */
function bodyOf(chunks: readonly Uint8Array[], onCancel: () => void): FetchedBody {
  const cancel = async (): Promise<void> => onCancel();
  const values = chunks.values();
  return { cancel, getReader: () => ({ read: async () => values.next(), cancel }) };
}

/** Calls DescribeCluster with a `fetch` whose `send` returns the given response. */
function scene(answer: () => FetchedResponse) {
  const { ports, clock, requests } = fakeRuntime({ answers: [CLUSTER] });
  const sent: string[] = [];
  const send = async (url: string) => {
    sent.push(url);
    return answer();
  };
  const fetch = Object.assign(ports.fetch.bind(undefined), { send });
  const options = { region: REGION, credentials: async () => CREDENTIALS, ports: { ...ports, fetch } };
  const call = () => clock.settle(describeCluster(createClient(options), { clusterName: "demo" }));
  return { call, sent, requests, options };
}

const headers = { get: () => null };
const text = (body: string): Uint8Array => new TextEncoder().encode(body);

describe("the send of a fetch", () => {
  it("sends the operations, and needs no whole Response", async () => {
    const chunks = [text('{"cluster":{"name":"demo",'), text('"arn":"arn"}}')];
    const { call, sent, requests } = scene(() => ({
      status: 200,
      headers,
      body: bodyOf(chunks, () => undefined),
    }));

    expect(await call()).toMatchObject({ name: "demo", arn: "arn" });
    expect(sent).toEqual(["https://eks.us-west-2.amazonaws.com/clusters/demo"]);
    expect(requests).toEqual([]);
  });

  it("does not send the caller's own requests, because their response must be a whole Response", async () => {
    const { options, sent, requests } = scene(() => ({ status: 200, headers, body: null }));
    const response = await createSession(options).fetch("https://eks.us-west-2.amazonaws.com/clusters/demo");

    expect(response).toBeInstanceOf(Response);
    expect([sent.length, requests.length]).toEqual([0, 1]);
  });

  it.each([
    ["a redirect", 302, [text("moved")]],
    ["a body that is too long", 200, [new Uint8Array(2 ** 20), new Uint8Array(1)]],
  ])("is told to end the response after %s", async (_, status, chunks) => {
    let isCancelled = false;
    const { call } = scene(() => ({
      status,
      headers,
      body: bodyOf(chunks, () => {
        isCancelled = true;
      }),
    }));
    await errorOf(call(), "INVALID_RESPONSE");

    expect(isCancelled).toBe(true);
  });

  it("may return a response without a body", async () => {
    const { call } = scene(() => ({ status: 500, headers, body: null }));

    expect(await podkeyErrorOf(call())).toMatchObject({ code: "SERVICE", status: 500 });
  });

  it("is replaced together with its fetch", async () => {
    const { options, sent } = scene(() => ({ status: 500, headers, body: null }));
    const { ports, requests } = fakeRuntime({ answers: [json({ cluster: { name: "other", arn: "arn" } })] });
    const client = createClient({ ...options, ports: { ...options.ports, fetch: ports.fetch } });

    expect(await describeCluster(client, { clusterName: "demo" })).toMatchObject({ name: "other" });
    expect([sent.length, requests.length]).toEqual([0, 1]);
  });
});
