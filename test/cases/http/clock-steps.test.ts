import { describe, expect, it } from "vitest";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";
import { podkeyErrorOf } from "../../support/rejection.ts";
import { HOUR_MS } from "../../support/time.ts";

const URI = "http://169.254.170.23/v1/credentials";

describe("a call with a deadline", () => {
  it.each([
    ["back", -6 * HOUR_MS],
    ["forward", 6 * HOUR_MS],
  ])("ends at its deadline, and not before it, when the wall clock steps %s", async (_, stepMs) => {
    const { ports, clock } = fakeRuntime({ random: 0.5 });
    let calls = 0;
    const fetch = async (): Promise<Response> => {
      calls += 1;
      if (calls === 1) clock.stepWall(stepMs);
      return new Response("{}", { status: 503 });
    };
    const startedMs = clock.monotonic();
    await podkeyErrorOf(clock.settle(fromContainer({ uri: URI, ports: { ...ports, fetch } })()));
    const elapsedMs = clock.monotonic() - startedMs;

    expect(elapsedMs).toBeGreaterThan(5000);
    expect(elapsedMs).toBeLessThanOrEqual(15_000);
  });
});
