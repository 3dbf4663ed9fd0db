import { describe, expect, it } from "vitest";
import { createProbes, type ProbeFailure, type ProbesOptions } from "../../../src/agent/metrics/probes.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { fakeClock } from "../../support/fake-clock.ts";
import { agentScene } from "./agent-scene.ts";

const IPV4 = "http://169.254.170.23:80";
const IPV6 = "http://[fd00:ec2::23]:80";

/** Probes of a real agent with two listeners. */
function probesScene(options: Partial<ProbesOptions> = {}) {
  const { agent } = agentScene();
  const clock = fakeClock(NOW_MS);
  const failures: ProbeFailure[] = [];
  const status = async (): Promise<number> => (await agent.fetch(new Request(IPV4))).status;
  const probes = createProbes({
    agent,
    listeners: [
      { name: IPV4, status },
      { name: IPV6, status },
    ],
    ports: { sleep: clock.sleep },
    onFailure: (failure) => failures.push(failure),
    ...options,
  });
  const get = async (
    path: string,
    method = "GET",
  ): Promise<{ status: number; text: string; type: string }> => {
    const response = await clock.settle(
      probes.fetch(new Request(`http://localhost:2703${path}`, { method })),
    );
    const type = response.headers.get("content-type") ?? "";
    return { status: response.status, text: await response.text(), type };
  };
  return { get, failures, clock };
}

function complain(): never {
  throw new Error("no");
}

describe("the probe /healthz", () => {
  it("passes if every listener answers like an agent", async () => {
    const { get, failures } = probesScene();
    expect(await get("/healthz")).toMatchObject({ status: 200, text: "ok\n" });
    expect(failures).toEqual([]);
  });

  it("fails if one listener does not answer, and names it to onFailure but not in the response", async () => {
    const error = new TypeError("fetch failed");
    const listeners = [
      { name: IPV4, status: async () => 404 },
      { name: IPV6, status: () => Promise.reject(error) },
    ];
    const { get, failures } = probesScene({ listeners });
    expect(await get("/healthz")).toMatchObject({ status: 500, text: "failed\n" });
    expect(failures).toEqual([{ probe: "healthz", part: IPV6, error }]);
  });

  it("fails if another program answers", async () => {
    const { get, failures } = probesScene({ listeners: [{ name: IPV4, status: async () => 200 }] });
    expect((await get("/healthz")).status).toBe(500);
    expect(failures).toMatchObject([{ part: IPV4, error: new Error("GET / answered 200 instead of 404") }]);
  });

  it("answers 408 after ten seconds, and aborts the request to the listener", async () => {
    let isGivenUp = false;
    const status = (signal: AbortSignal): Promise<number> => {
      signal.addEventListener("abort", () => {
        isGivenUp = true;
      });
      return new Promise(() => undefined);
    };
    const { get, failures, clock } = probesScene({ listeners: [{ name: IPV4, status }] });
    expect(await get("/healthz")).toMatchObject({ status: 408, text: "took too long\n" });
    expect(clock.now() - NOW_MS).toBe(10_000);
    expect(isGivenUp).toBe(true);
    expect(failures).toMatchObject([{ probe: "healthz", part: IPV4 }]);
  });

  it("passes without credentials of the agent, because a restart would not bring any", async () => {
    const { get } = probesScene({ agent: { ready: () => Promise.reject(new Error("none")) } });
    expect((await get("/healthz")).status).toBe(200);
  });
});

describe("the probe /readyz", () => {
  it("passes once the agent has credentials of its own", async () => {
    expect((await probesScene().get("/readyz")).status).toBe(200);
  });

  it("fails without credentials of the agent, and gives the reason to onFailure only", async () => {
    const error = new Error("there is no file /etc/agent/credentials");
    const { get, failures } = probesScene({ agent: { ready: () => Promise.reject(error) } });
    expect(await get("/readyz")).toMatchObject({ status: 500, text: "failed\n" });
    expect(failures).toEqual([{ probe: "readyz", part: "credentials", error }]);
  });

  it("answers 408 if the source of the agent's credentials takes too long", async () => {
    const { get } = probesScene({ agent: { ready: () => new Promise(() => undefined) }, timeoutMs: 500 });
    expect((await get("/readyz")).status).toBe(408);
  });
});

describe("the handler of the probes", () => {
  it("serves metrics with their content type, and 404 without metrics", async () => {
    const { get } = probesScene({ openMetrics: () => "# EOF\n" });
    const type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    expect(await get("/metrics")).toEqual({ status: 200, text: "# EOF\n", type });
    expect((await probesScene().get("/metrics")).status).toBe(404);
  });

  it("ignores an onFailure that throws", async () => {
    const listeners = [{ name: IPV4, status: async () => 500 }];
    const { get } = probesScene({ listeners, onFailure: complain });
    expect((await get("/healthz")).status).toBe(500);
  });

  it.each([
    ["GET", "/", 404],
    ["GET", "/v1/credentials", 404],
    ["GET", "/healthz/", 404],
    ["POST", "/healthz", 405],
    ["HEAD", "/healthz", 200],
  ])("answers %s %s with %i", async (method, path, status) => {
    expect((await probesScene().get(path, method)).status).toBe(status);
  });
});
