import { afterEach, expect, it, vi } from "vitest";
import { associate } from "../../../cli/demo/association-steps.ts";
import { presign } from "../../../cli/demo/credential-steps.ts";
import { exchange, requestToken } from "../../../cli/demo/pod.ts";
import { setStage } from "../../../cli/demo/stage.ts";
import type { PodIdentitySession } from "../../../src/eks-auth/pod-identity-session.ts";
import { readClaims } from "../../../src/tokens/service-account-token.ts";
import { rejectionOf } from "../../support/rejection.ts";

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

it("podkey demo stops if credentials that never expire sign its URL", async () => {
  const stage = await setStage(() => undefined);
  const session = { credentials: stage.emulator.credentials } as PodIdentitySession;
  const failure = await rejectionOf(presign(stage, session, () => undefined));
  await stage.server.close();

  expect(String(failure)).toContain("the URL expires with its credentials or before");
});
