import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { type AgentHere, runAgentHere, setKeys, stubNode } from "./agent-here.ts";

const TIMEOUT_MS = 30_000;
const NOT_READY = "not ready: the agent has no credentials of its own";
const READY_AGAIN_MS = 10_000;
const HALF_SET = /fromEnv: failed: AWS_ACCESS_KEY_ID is set but AWS_SECRET_ACCESS_KEY is not/;

let agent: AgentHere | undefined;

beforeEach(stubNode);

afterEach(async () => {
  vi.useRealTimers();
  await agent?.stop();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("podkey agent", { timeout: TIMEOUT_MS }, () => {
  it("logs each new reason why it has no credentials, asks again, and logs when it has some", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"], now: Date.now() });
    const pass = async (): Promise<void> => {
      await vi.advanceTimersByTimeAsync(READY_AGAIN_MS);
      await setImmediate();
    };
    setKeys({});
    agent = runAgentHere(["--endpoint", "http://127.0.0.1:1"]);
    const { lines, line } = agent;
    expect(await line(NOT_READY)).toMatchObject({ level: "error" });
    for (let times = 0; times < 20; times += 1) await pass();
    setKeys({ accessKeyId: CREDENTIALS.accessKeyId });
    await expect.poll(() => pass().then(() => lines().at(-1)?.["error"])).toMatch(HALF_SET);
    setKeys();
    await expect.poll(() => pass().then(() => lines().at(-1)?.msg)).toBe("ready");

    const reasons = lines().map(({ error }) => error);
    expect(reasons.filter((reason, index) => index > 0 && reason === reasons[index - 1])).toEqual([]);
  });

  it("logs nothing more of its credentials once it stops", async () => {
    setKeys({});
    agent = runAgentHere(["--endpoint", "http://127.0.0.1:1"]);
    const { lines, line, stop } = agent;
    await line(NOT_READY);
    await stop();

    expect(lines().map(({ msg }) => msg)).toEqual(["listening", NOT_READY, "stopping", "stopped"]);
  });
});
