import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { rejectionOf } from "../../support/rejection.ts";
import { type Boto3Pod, startBoto3Pod } from "./boto3.ts";
import { POD_CLIENTS } from "./clients.ts";
import { type ClockedEmulator, type EmulatedPod, serveClockedEmulator, startPod } from "./pod.ts";
import { type AgentProcess, startAgentProcess } from "./process.ts";

const SAID = "No pod identity association found for service account unknown in namespace shop.";

/** In the order of `POD_CLIENTS`. The AWS SDK for JavaScript reads JSON errors only, and an agent answers text. */
const REFUSALS = [
  "Server responded with status: 404",
  "Could not load credentials from any providers",
  `(ResourceNotFoundException): ${SAID}, fault: client`,
  `answered 404 ResourceNotFoundException: ${SAID}`,
];

const CASES = POD_CLIENTS.flatMap((kind, index) => {
  const says = REFUSALS[index];
  return says ? [{ ...kind, says }] : [];
});

describe("a client in a pod without an association", () => {
  let served: ClockedEmulator;
  let agent: AgentProcess;
  let boto3: Boto3Pod;
  let pod: EmulatedPod;

  beforeAll(async () => {
    served = await serveClockedEmulator();
    agent = await startAgentProcess({ runtime: "node", endpoint: served.url, serve: {} });
    pod = await startPod(served, { serviceAccount: "unknown" }, agent.url);
    boto3 = startBoto3Pod();
  });

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  afterAll(async () => {
    await boto3.close();
    await pod.remove();
    await agent.close();
    await served.close();
  });

  it.each(CASES)("fails with a clear error: $name says $says", async ({ start, says }) => {
    const client = await start({ env: pod.env, now: served.now, boto3 });
    const error = await rejectionOf(client.callerArn());
    expect(String(error)).toContain(says);
  });
});
