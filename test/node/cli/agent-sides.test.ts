import { afterEach, describe, expect, it } from "vitest";
import { probedListeners } from "../../../cli/agent/probed-listeners.ts";
import { type SideOptions, serveSides } from "../../../cli/agent/side-servers.ts";
import { serve } from "../../../runtimes/node/serve.ts";
import type { Server } from "../../../runtimes/shared/server/server.ts";
import { createAgent } from "../../../src/agent/create-agent.ts";
import { createAgentMetrics } from "../../../src/agent/metrics/agent-metrics.ts";
import { withTemporaryFolder } from "../../contract/temporary-folder.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { rejectionOf } from "../../support/rejection.ts";

const NO_SIGNAL = new AbortController().signal;
const SIDES: SideOptions = { probePort: 0, metricsAddress: "127.0.0.1", metricsPort: 0 };

const open: Server[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()));
});

async function servedWith(status: number, options: object = {}): Promise<Server> {
  const headers = { location: "https://example.com/" };
  const server = await serve(
    async () => new Response(status === 204 ? null : "x".repeat(9), { status, headers }),
    options,
  );
  open.push(server);
  return server;
}

/** Starts probes and metrics, and notes the lines of the log. */
async function sidesOf(
  options: Partial<SideOptions>,
  pods: readonly Server[] = [],
  credentials = async () => CREDENTIALS,
) {
  const lines: unknown[][] = [];
  const agent = createAgent({ clusterName: "demo", region: "us-west-2", credentials });
  const sides = await serveSides({
    agent,
    pods,
    metrics: createAgentMetrics(),
    log: (...line) => lines.push(line),
    options: { ...SIDES, ...options },
  });
  open.push(...Object.values(sides));
  return { sides, lines };
}

async function statusOf(server: Server | undefined, path: string): Promise<number> {
  return (await fetch(`${server?.url}${path}`)).status;
}

describe("the probe of a listener", () => {
  it.each([302, 204])("asks an address, and names it by its URL, also for the status %i", async (status) => {
    const server = await servedWith(status);
    const [probed] = probedListeners([server]);

    expect(probed?.name).toBe(server.url);
    expect(await probed?.status(NO_SIGNAL)).toBe(status);
  });

  it.each([
    ["0.0.0.0", "127.0.0.1"],
    ["::", "::1"],
  ])(
    "asks loopback for the wildcard address %s, which not every system can connect to",
    async (hostname, host) => {
      const hosts: string[] = [];
      const server = await serve(
        async (request) => {
          hosts.push(new URL(request.url).hostname.replaceAll(/[[\]]/g, ""));
          return new Response(null, { status: 404 });
        },
        { hostname },
      );
      open.push(server);
      const { port } = server;
      const url = hostname === "::" ? `http://[::]:${port}` : `http://${hostname}:${port}`;
      const [probed] = probedListeners([{ url, port, close: async () => undefined }]);
      const status = await probed?.status(NO_SIGNAL);

      expect([probed?.name, hosts, status]).toEqual([url, [host], 404]);
    },
  );

  it("asks a unix socket for its root, and ends with the signal", () =>
    withTemporaryFolder(async (folder) => {
      const unix = `${folder}/agent.sock`;
      const paths: string[] = [];
      const server = await serve(
        async (request) => {
          paths.push(new URL(request.url).pathname);
          return new Response(null, { status: 404 });
        },
        { unix },
      );
      const [probed] = probedListeners([server]);
      expect([probed?.name, await probed?.status(NO_SIGNAL), paths]).toEqual([`unix:${unix}`, 404, ["/"]]);
      await server.close();
      const silent = await serve(() => new Promise(() => undefined), { unix });
      const late = await rejectionOf(Promise.resolve(probed?.status(AbortSignal.timeout(20))));
      await silent.close();

      expect(late).toMatchObject({ name: expect.stringMatching(/AbortError|TimeoutError/) });
    }));
});

describe("probes and metrics of the agent", () => {
  it("are servers of their own, and the metrics' server answers the probes too", async () => {
    const { sides } = await sidesOf({});

    expect(Object.keys(sides)).toEqual(["probes", "metrics"]);
    expect(sides["probes"]?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await statusOf(sides["probes"], "/readyz")).toBe(200);
    expect(await statusOf(sides["probes"], "/metrics")).toBe(404);
    expect(await statusOf(sides["metrics"], "/readyz")).toBe(200);
    expect(await statusOf(sides["metrics"], "/metrics")).toBe(200);
  });

  it.each<[Partial<SideOptions>, string[]]>([
    [{ probePort: "off" }, ["metrics"]],
    [{ metricsPort: "off" }, ["probes"]],
    [{ probePort: "off", metricsPort: "off" }, []],
  ])("are off with %j, and the others run", async (options, names) => {
    const { sides } = await sidesOf(options);

    expect(Object.keys(sides)).toEqual(names);
  });

  it("listen on an IPv6 address, with or without its brackets", async () => {
    const { sides } = await sidesOf({ probePort: "off", metricsAddress: "[::1]" });

    expect(sides["metrics"]?.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  });

  it("close the probes if the metrics cannot listen, and name the flag", async () => {
    const taken = await servedWith(200);
    const free = await serve(async () => new Response());
    await free.close();
    const started = sidesOf({ probePort: free.port, metricsPort: taken.port });

    expect(String(await rejectionOf(started))).toBe(
      `Error: cannot listen on 127.0.0.1:${taken.port}: EADDRINUSE; choose another port with --metrics-port, or off`,
    );
    const again = await serve(async () => new Response(), { port: free.port });
    open.push(again);
  });

  it("name the flag if the metrics cannot listen and the probes are off", async () => {
    const taken = await servedWith(200);
    const started = sidesOf({ probePort: "off", metricsPort: taken.port });

    expect(String(await rejectionOf(started))).toContain("choose another port with --metrics-port, or off");
  });

  it("log only the name of an error of the agent's credentials, whose text may quote a secret", async () => {
    const { sides, lines } = await sidesOf({ metricsPort: "off" }, [], () =>
      Promise.reject(new RangeError(CREDENTIALS.secretAccessKey)),
    );

    expect(await statusOf(sides["probes"], "/readyz")).toBe(500);
    expect(JSON.stringify(lines)).not.toContain(CREDENTIALS.secretAccessKey);
    expect(lines).toMatchObject([["warn", "a probe failed", { probe: "readyz", part: "credentials" }]]);
  });

  it("log why a probe of a listener failed, with its address", async () => {
    const gone = await serve(async () => new Response());
    await gone.close();
    const { sides, lines } = await sidesOf({ metricsPort: "off" }, [gone]);
    const error = `connect ECONNREFUSED 127.0.0.1:${gone.port}`;

    expect(await statusOf(sides["probes"], "/healthz")).toBe(500);
    expect(lines).toEqual([["warn", "a probe failed", { probe: "healthz", part: gone.url, error }]]);
  });
});
