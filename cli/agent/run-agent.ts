import { once } from "node:events";
import process, { versions } from "node:process";
import v8 from "node:v8";
import { nodePorts } from "../../runtimes/node/ports.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { type Agent, createAgent } from "../../src/agent/create-agent.ts";
import { type AgentMetrics, createAgentMetrics } from "../../src/agent/metrics/agent-metrics.ts";
import type { Ports } from "../../src/ports.ts";
import { checkEndpoint } from "./endpoint.ts";
import { errorFields, logEvents } from "./event-log.ts";
import type { IssuerOptions } from "./issuer-verifier.ts";
import { allowedHostsOf, listen, type Places, placesOf } from "./listen.ts";
import { createLog, type Log, type LogLevel } from "./log.ts";
import { lookUpNode } from "./node-lookup.ts";
import { ownSource } from "./own-source.ts";
import { leadsTo } from "./own-url.ts";
import { findRegion } from "./region.ts";
import { type SideOptions, serveSides } from "./side-servers.ts";
import { tokenVerification } from "./token-verification.ts";

/** The flags of `podkey agent`. */
export interface AgentCommandOptions extends SideOptions, IssuerOptions {
  readonly clusterName: string;
  readonly port: number;
  readonly bindHosts?: readonly string[];
  readonly unix?: string;
  readonly allowAnyHost?: true;
  readonly region?: string;
  readonly endpoint?: string;
  readonly allowTokensOverHttp?: true;
  readonly rotateCredentials?: true;
  readonly maxCredentialRetentionBeforeRenewal: number;
  readonly maxCacheSize: number;
  readonly maxServiceQps: number;
  readonly maxServiceBurst: number;
  readonly verifyTokens?: true;
  readonly tokenIssuer?: string;
}

/** The parts of a running agent. */
interface Stage {
  readonly log: Log;
  readonly ports: Ports;
  readonly places: Places;
  readonly metrics: AgentMetrics;
  /** Empty until the agent listens. */
  readonly servers: Server[];
}

const GRACE_MS = 5000;

/** How often an agent without credentials asks for them again, in milliseconds. */
const READY_AGAIN_MS = 10_000;

/**
 * Stops V8 from doubling the space of new objects under load, which holds tens of megabytes that the agent does not need:
 * `npm run bench -- agent` shows its memory. Bun has no V8, and Deno sets such flags at its start only.
 */
function keepYoungHeapSmall(): void {
  if (!versions["bun"] && !versions["deno"]) v8.setFlagsFromString("--semi-space-growth-factor=1");
}

/** Serves pods until SIGINT or SIGTERM, then waits for answers under way. Rejects with what the user can do if it cannot listen. */
export async function runAgent(options: AgentCommandOptions, level: LogLevel): Promise<void> {
  keepYoungHeapSmall();
  const ended = Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  // The agent goes on when the reader of its log has ended.
  process.stdout.on("error", () => undefined);
  const log = createLog(level);
  const stage: Stage = {
    log,
    ports: nodePorts(),
    places: placesOf(options),
    metrics: createAgentMetrics(),
    servers: [],
  };
  const agent = await makeAgent(options, stage);
  const pods = await listen(agent, stage.places, log);
  stage.servers.push(...pods);
  const sides = await serveSides({ agent, pods, metrics: stage.metrics, log, options }).catch(
    async (error: unknown) => {
      await closeAll(pods);
      throw error;
    },
  );
  logListening(options, stage, sides);
  const stopping = new AbortController();
  void logReadiness(agent, stage, stopping.signal);
  await ended;
  stopping.abort();
  log("info", "stopping");
  await Promise.all([closeAll(pods), closeAll(Object.values(sides))]);
  await agent.close();
  log("info", "stopped");
  process.exit(0);
}

async function makeAgent(
  options: AgentCommandOptions,
  { log, ports, places, metrics, servers }: Stage,
): Promise<Agent> {
  const { clusterName, endpoint: eksAuth, maxCacheSize, maxServiceQps, maxServiceBurst } = options;
  const endpoint = eksAuth === undefined ? undefined : { "eks-auth": eksAuth };
  // Rejects here for a missing region or an unsafe endpoint, rather than at the first request of a pod.
  const region = await findRegion(options.region, ports);
  const { allowTokensOverHttp } = options;
  checkEndpoint({ region, endpoint, allowTokensOverHttp }, ports);
  const { rotateCredentials } = options;
  const isOwnUrl = (url: URL): boolean => leadsTo(servers)(url);
  const credentials = ownSource({ ports, region, rotateCredentials, isOwnUrl });
  const facts = { clusterName, region, credentials, ports };
  const verify = await tokenVerification({ ...options, ...facts, log });
  const toLog = logEvents(log, ports.monotonic);
  return createAgent({
    ...facts,
    endpoint,
    allowTokensOverHttp,
    node: lookUpNode(ports),
    ...(verify && { verify }),
    strictHost: !options.allowAnyHost,
    allowedHosts: allowedHostsOf(places),
    maxCacheSize,
    maxCredentialRetentionMs: options.maxCredentialRetentionBeforeRenewal,
    maxServiceQps,
    maxServiceBurst,
    onEvent: (event) => {
      metrics.onEvent(event);
      toLog(event);
    },
  });
}

function logListening(
  options: AgentCommandOptions,
  { log, servers }: Stage,
  sides: Record<string, Server>,
): void {
  const { clusterName } = options;
  const urls = servers.map(({ url }) => url);
  log("info", "listening", {
    clusterName,
    urls,
    probes: sides["probes"]?.url,
    metrics: sides["metrics"]?.url,
  });
}

/** Logs when the agent has credentials of its own, and each new reason why it has none yet. */
async function logReadiness(agent: Agent, { log, ports }: Stage, signal: AbortSignal): Promise<void> {
  let known = "";
  while (!signal.aborted) {
    try {
      await agent.ready();
      log("info", "ready");
      return;
    } catch (error) {
      const fields = errorFields(error);
      const reason = String(fields["error"]);
      if (reason !== known) log("error", "not ready: the agent has no credentials of its own", fields);
      known = reason;
    }
    await ports.sleep(READY_AGAIN_MS, signal).catch(() => undefined);
  }
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(servers.map((server) => server.close({ graceMs: GRACE_MS })));
}
