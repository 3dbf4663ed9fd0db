import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FORGED_TOKENS } from "./forged-tokens.ts";
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

const AGENTS = SERVER_RUNTIMES.flatMap((runtime) => [
  { runtime, kind: "leaves verification to EKS Auth", verifies: false },
  { runtime, kind: "verifies tokens itself", verifies: true },
]);

describe.each(AGENTS)("an agent on $runtime that $kind", ({ runtime, verifies }) => {
  let served: ClockedEmulator;
  let agent: AgentProcess;
  let victim: string;
  let victimsAnswer: string;

  beforeAll(async () => {
    served = await serveClockedEmulator();
    await associateCheckout(served);
    victim = await served.emulator.issueToken(CHECKOUT);
    const issuer = verifies && (await issuerOf(served));
    const settings = { runtime, endpoint: served.url, serve: {} };
    agent = await startAgentProcess({ ...settings, ...(issuer && { issuer }) });
    const { status, body } = await askForCredentials(agent.url, victim);
    expect(status).toBe(200);
    victimsAnswer = body;
  });

  beforeEach(() => served.emulator.clearRequests());

  afterAll(async () => {
    await agent.close();
    await served.close();
  });

  it.each(FORGED_TOKENS)("refuses $name, and does not affect the victim", async ({ forge }) => {
    const forged = await forge(victim, served.emulator);
    const { status, body } = await askForCredentials(agent.url, forged);
    expect(status).toBe(400);
    expect(body).toMatch(/^\[[0-9a-f-]{36}\]: \(InvalidTokenException\): .*, fault: client\n$/);
    expect(body).not.toContain(forged);
    expect(exchangedTokens(served).filter((token) => token !== forged)).toEqual([]);
    if (verifies) expect(exchangedTokens(served)).toEqual([]);
    expect(await askForCredentials(agent.url, victim)).toEqual({ status: 200, body: victimsAnswer });
  });
});
