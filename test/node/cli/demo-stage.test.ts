import { afterEach, expect, it, vi } from "vitest";
import { associate } from "../../../cli/demo/association-steps.ts";
import { exchange, requestToken } from "../../../cli/demo/pod.ts";
import { setStage } from "../../../cli/demo/stage.ts";
import { readClaims } from "../../../src/tokens/service-account-token.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("podkey demo plays on an AWS on which a change takes 300 ms to propagate", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  const lines: string[] = [];
  const stage = await setStage((line) => lines.push(line));
  const outcomes: unknown[] = [];
  await associate(stage, () => undefined);
  const token = await requestToken(stage);
  for (const ms of [0, 299, 1]) {
    vi.setSystemTime(Date.now() + ms);
    outcomes.push(
      await exchange(stage, token).then(
        () => "credentials",
        (error) => error.awsCode,
      ),
    );
  }
  await stage.server.close();

  expect(readClaims({ token, source: "the demo" }).iss).toContain(stage.server.url);
  expect(outcomes).toEqual(["ResourceNotFoundException", "ResourceNotFoundException", "credentials"]);
  expect(lines).toEqual([
    expect.stringContaining(`${stage.server.url} serves`),
    expect.stringContaining("300 ms"),
  ]);
});
