import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Boto3Pod, startBoto3Pod } from "./boto3.ts";
import { POD_CLIENTS } from "./clients.ts";
import {
  associateCheckout,
  type ClockedEmulator,
  type EmulatedPod,
  exchangedTokens,
  issuerOf,
  lastSigner,
  serveClockedEmulator,
  startPod,
} from "./pod.ts";
import { type AgentProcess, SERVER_RUNTIMES, startAgentProcess } from "./process.ts";

const ROLE_SESSION = /^arn:aws:sts::111122223333:assumed-role\/checkout\/eks-demo-checkout-/;

/** Credentials of EKS Auth live six hours. */
const LIFETIME_MS = 21_600_000;

/** Every client renews credentials that expire so soon: the AWS SDK for JavaScript five minutes before the end, the others earlier. */
const REMAINING_MS = 280_000;

const AGENTS = SERVER_RUNTIMES.flatMap((runtime) => {
  return ["127.0.0.1", "::1"].flatMap((hostname) => [
    { runtime, hostname, kind: "leaves verification to EKS Auth", verifies: false },
    { runtime, hostname, kind: "verifies tokens itself", verifies: true },
  ]);
});

describe.each(AGENTS)("an agent on $runtime at $hostname that $kind", ({ runtime, hostname, verifies }) => {
  let served: ClockedEmulator;
  let agent: AgentProcess;
  let boto3: Boto3Pod;
  let pod: EmulatedPod;
  let podNumber = 0;

  beforeAll(async () => {
    served = await serveClockedEmulator(-LIFETIME_MS);
    await associateCheckout(served);
    const issuer = verifies && (await issuerOf(served));
    const settings = { runtime, endpoint: served.url, serve: { hostname } };
    agent = await startAgentProcess({ ...settings, ...(issuer && { issuer }) });
    boto3 = startBoto3Pod();
  });

  beforeEach(async () => {
    await setClock(REMAINING_MS - LIFETIME_MS);
    served.emulator.clearRequests();
    podNumber += 1;
    const identity = { serviceAccount: "checkout", podName: `checkout-${podNumber}` };
    pod = await startPod(served, identity, agent.url);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await pod.remove();
  });

  afterAll(async () => {
    await boto3.close();
    await agent.close();
    await served.close();
  });

  async function setClock(offsetMs: number): Promise<void> {
    served.clock.offsetMs = offsetMs;
    await agent.setClock(offsetMs);
  }

  it.each(POD_CLIENTS)("gives $name credentials, and newer ones for a newer token", async (kind) => {
    const client = await kind.start({ env: pod.env, now: served.now, boto3 });
    await client.obtain();
    const firstTokens = exchangedTokens(served);
    expect(firstTokens).toHaveLength(1);

    await setClock(0);
    const rotated = await pod.rotateToken();
    const expectNewerSigner = async (): Promise<void> => {
      expect(await client.callerArn()).toMatch(ROLE_SESSION);
      expect(lastSigner(served)?.expiresAtMs).toBeGreaterThan(Date.now() + LIFETIME_MS - 60_000);
    };
    await (kind.refreshesBehind ? vi.waitFor(expectNewerSigner) : expectNewerSigner());
    expect(exchangedTokens(served)).toEqual([...firstTokens, rotated]);
  });
});
