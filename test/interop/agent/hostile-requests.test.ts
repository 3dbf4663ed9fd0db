import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  HOSTILE_HEADERS,
  HOSTILE_HOSTS,
  HOSTILE_MESSAGES,
  LARGE_REQUESTS,
  OTHER_TARGETS,
} from "./hostile-requests.ts";
import {
  associateCheckout,
  CHECKOUT,
  type ClockedEmulator,
  exchangedTokens,
  serveClockedEmulator,
} from "./pod.ts";
import { type AgentProcess, SERVER_RUNTIMES, startAgentProcess } from "./process.ts";
import { askForCredentials, sendRaw } from "./raw-socket.ts";

describe.each(SERVER_RUNTIMES)("an agent on %s", (runtime) => {
  let served: ClockedEmulator;
  let agent: AgentProcess;
  let token: string;

  beforeAll(async () => {
    served = await serveClockedEmulator();
    await associateCheckout(served);
    token = await served.emulator.issueToken(CHECKOUT);
    agent = await startAgentProcess({ runtime, endpoint: served.url, serve: {} });
    expect(await askForCredentials(agent.url, token)).toMatchObject({ status: 200 });
  });

  afterAll(async () => {
    await agent.close();
    await served.close();
  });

  /** Checks that the first pod still gets its credentials, and that no other exchange was made. */
  async function expectUnharmed(): Promise<void> {
    expect(await askForCredentials(agent.url, token)).toMatchObject({ status: 200 });
    expect(exchangedTokens(served)).toEqual([token]);
  }

  it.each([...HOSTILE_HEADERS, ...HOSTILE_HOSTS, ...OTHER_TARGETS, ...HOSTILE_MESSAGES])(
    "answers $name as expected, and serves its pod afterwards",
    async ({ bytes, statuses }) => {
      const { received, statuses: seen } = await sendRaw(agent.port, bytes(token));
      expect(seen).toBe(statuses[runtime]);
      expect(received.includes("SecretAccessKey")).toBe(
        seen.includes("200") && !bytes(token).startsWith("HEAD"),
      );
      await expectUnharmed();
    },
  );

  it.each(LARGE_REQUESTS)("refuses $name, and serves its pod afterwards", async ({ bytes }) => {
    const { statuses } = await sendRaw(agent.port, bytes(token));
    // The answer may be lost if the server closes the connection while the client is sending.
    expect(["", "400", "413", "414", "431"]).toContain(statuses);
    await expectUnharmed();
  });
});
