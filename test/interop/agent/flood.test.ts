import { Agent, get } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { POD_CLAIMS, unsignedToken } from "../../support/unsigned-token.ts";
import {
  associateCheckout,
  CHECKOUT,
  type ClockedEmulator,
  exchangedTokens,
  issuerOf,
  serveClockedEmulator,
} from "./pod.ts";
import { type AgentProcess, SERVER_RUNTIMES, startAgentProcess } from "./process.ts";
import { askForCredentials } from "./raw-socket.ts";

const FLOOD = 10_000;

/** The agent's limits: exchanges per second, exchanges at once, and the longest wait. */
const LIMITS = { maxServiceQps: 20, maxServiceBurst: 100, maxWaitMs: 5000 };

/** The length of the queue when it is full. */
const WAITING = (LIMITS.maxServiceQps * LIMITS.maxWaitMs) / 1000;

describe.each(SERVER_RUNTIMES)(
  "10,000 distinct tokens without a valid signature, at an agent on %s,",
  (runtime) => {
    let served: ClockedEmulator;
    let agent: AgentProcess;

    afterEach(async () => {
      await agent.close();
      await served.close();
    });

    async function start(verifies: boolean): Promise<string> {
      served = await serveClockedEmulator();
      await associateCheckout(served);
      const issuer = verifies && (await issuerOf(served));
      const settings = { runtime, endpoint: served.url, agent: LIMITS, serve: {} };
      agent = await startAgentProcess({ ...settings, ...(issuer && { issuer }) });
      return served.emulator.issueToken(CHECKOUT);
    }

    it("cost no exchange if the agent verifies tokens, and pods get credentials meanwhile", async () => {
      const token = await start(true);
      const flood = floodFrom("127.0.0.2", agent.port);
      expect(await askForCredentials(agent.url, token)).toMatchObject({ status: 200 });
      expect(await flood).toEqual(new Map([[400, FLOOD]]));
      expect(exchangedTokens(served)).toEqual([token]);
    });

    it("take turns with pods if the agent does not verify tokens, and a pod waits for one turn", async () => {
      const [earlier, later] = [await start(false), await served.emulator.issueToken(CHECKOUT)];
      const first = await askForCredentials(agent.url, earlier);
      const flood = floodFrom("127.0.0.2", agent.port);
      await forgedExchanges(LIMITS.maxServiceBurst);
      expect(await askForCredentials(agent.url, earlier)).toEqual(first);
      const exchangedBefore = exchangedTokens(served).length;
      expect(await askForCredentials(agent.url, later)).toMatchObject({ status: 200 });
      expect(exchangedTokens(served).indexOf(later) - exchangedBefore).toBeLessThan(WAITING / 2);

      const answers = await flood;
      expect([...answers.keys()].toSorted()).toEqual([400, 429]);
      expect(answers.get(400)).toBe(exchangedTokens(served).length - 2);
      expect(await askForCredentials(agent.url, earlier)).toEqual(first);
      expect(exchangedTokens(served).filter((token) => token === earlier)).toHaveLength(1);
    });

    /** Waits until this number of forged tokens was exchanged. */
    async function forgedExchanges(count: number): Promise<void> {
      await expect
        .poll(() => exchangedTokens(served).length, { timeout: 30_000 })
        .toBeGreaterThanOrEqual(count);
    }
  },
);

/** Sends the tokens from one address over 200 connections. Returns how often each status was answered. */
async function floodFrom(localAddress: string, port: number): Promise<ReadonlyMap<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const answers = new Map<number, number>();
  await Promise.all(
    Array.from({ length: FLOOD }, async (_, index) => {
      const status = await ask({ agent, localAddress, port, authorization: forgedToken(index) });
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }),
  );
  agent.destroy();
  return answers;
}

function forgedToken(index: number): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return unsignedToken({ ...POD_CLAIMS, exp, jti: `forged-${index}` });
}

function ask(request: {
  readonly agent: Agent;
  readonly localAddress: string;
  readonly port: number;
  readonly authorization: string;
}): Promise<number> {
  const { authorization, ...target } = request;
  return new Promise((resolve, reject) => {
    const options = { ...target, host: "127.0.0.1", path: "/v1/credentials", headers: { authorization } };
    get(options, (response) => {
      text(response).then(() => resolve(response.statusCode ?? 0), reject);
    }).once("error", reject);
  });
}
