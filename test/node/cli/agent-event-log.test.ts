import { expect, it } from "vitest";
import { errorFields, logEvents } from "../../../cli/agent/event-log.ts";
import { createLog } from "../../../cli/agent/log.ts";
import { ServiceError } from "../../../src/errors/call-errors.ts";
import { CANARY_SECRET_KEY, leakIn } from "../../support/canaries.ts";

it("the agent's log holds at most a hundred refusals in ten seconds, and then the number left out", () => {
  const lines: Record<string, unknown>[] = [];
  let nowMs = 0;
  const log = createLog("info", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const onEvent = logEvents(log, () => nowMs);
  const refuse = (): void =>
    onEvent({ type: "answer", status: 400, awsCode: "InvalidTokenException", durationMs: 0 });
  for (let times = 0; times < 10_000; times += 1) refuse();
  expect(lines).toHaveLength(100);
  nowMs = 10_000;
  refuse();
  expect(lines.at(-1)).toMatchObject({ level: "warn", code: "InvalidTokenException", notLogged: 9900 });
});

it.each([
  [400, "warn", "refused a request"],
  [429, "warn", "refused a request"],
  [500, "error", "could not answer a request"],
  [503, "error", "could not answer a request"],
])("the agent's log calls the status %d at level %s: %s", (status, level, msg) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  logEvents(log, () => 0)({ type: "answer", status, awsCode: "Any", durationMs: 0 });

  expect(lines).toMatchObject([{ level, msg, status }]);
});

it("the agent's log shows the host of a request that named another one", () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const host = "agent.example.com";
  logEvents(
    log,
    () => 0,
  )({
    type: "answer",
    status: 403,
    awsCode: "AccessDeniedException",
    host,
    durationMs: 0,
  });

  expect(lines).toMatchObject([{ level: "warn", host }]);
});

it("the agent's log blames the agent, not the pod, if EKS Auth refuses the agent's own credentials", () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("info", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  const error = new ServiceError({
    service: "eks-auth",
    operation: "AssumeRoleForPodIdentity",
    status: 403,
    awsCode: "UnrecognizedClientException",
    awsMessage: "The security token included in the request is invalid.",
    retryable: false,
  });
  const pod = { namespace: "shop", serviceAccount: "checkout" };
  const facts = { durationMs: 0, waitedMs: 0, isRenewal: false, isRecoverable: true };
  logEvents(log, () => 0)({ type: "exchange-failed", pod, ...facts, error });

  expect(lines).toMatchObject([
    {
      level: "error",
      msg: "EKS Auth refuses the agent's own credentials",
      code: "UnrecognizedClientException",
    },
  ]);
});

it("the agent's log holds only the name of an unknown error, whose text may quote a secret", () => {
  const error = new TypeError(`bad header ${CANARY_SECRET_KEY}`, { cause: CANARY_SECRET_KEY });
  expect(errorFields(error)).toEqual({ error: "TypeError" });
  expect(leakIn(JSON.stringify([errorFields(error), errorFields(CANARY_SECRET_KEY)]))).toBeUndefined();
});
