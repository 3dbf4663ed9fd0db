import { expect, it } from "vitest";
import { errorFields, logEvents } from "../../../cli/agent/event-log.ts";
import { createLog, type LogLevel, logLevel } from "../../../cli/agent/log.ts";
import type { AgentEvent } from "../../../src/agent/answer/events.ts";
import { badToken } from "../../../src/agent/answer/refusal.ts";
import { NetworkError, ServiceError } from "../../../src/errors/call-errors.ts";
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

const POD = { namespace: "shop", serviceAccount: "checkout", podName: "checkout-0" };
const POD_FIELDS = { namespace: "shop", serviceAccount: "checkout", pod: "checkout-0" };
const TIMES = { durationMs: 7, waitedMs: 3, isRenewal: true };
const CALL = { service: "eks-auth", operation: "AssumeRoleForPodIdentity" };

it.each<[AgentEvent, Record<string, unknown>]>([
  [
    { type: "answer", status: 200, durationMs: 7, from: "cache", pod: POD, address: "10.0.0.7" },
    {
      level: "debug",
      msg: "answered a request",
      status: 200,
      from: "cache",
      address: "10.0.0.7",
      ...POD_FIELDS,
      durationMs: 7,
    },
  ],
  [
    { type: "answer", status: 404, durationMs: 7 },
    { level: "debug", msg: "answered a request", status: 404, durationMs: 7 },
  ],
  [
    { type: "answer", status: 400, durationMs: 7, awsCode: "InvalidTokenException", requestId: "r-1" },
    {
      level: "warn",
      msg: "refused a request",
      status: 400,
      code: "InvalidTokenException",
      requestId: "r-1",
      durationMs: 7,
    },
  ],
  [
    { type: "exchange", pod: POD, ...TIMES, expiration: new Date("2026-03-01T18:00:00Z") },
    {
      level: "info",
      msg: "exchanged a token",
      ...POD_FIELDS,
      ...TIMES,
      expiration: "2026-03-01T18:00:00.000Z",
    },
  ],
  [
    { type: "exchange-failed", pod: POD, ...TIMES, isRecoverable: false, error: badToken("not one token") },
    {
      level: "warn",
      msg: "could not exchange a token",
      ...POD_FIELDS,
      ...TIMES,
      isRecoverable: false,
      status: 400,
      code: "InvalidTokenException",
      error: "not one token",
    },
  ],
  [
    { type: "evict", pod: POD, reason: "full" },
    { level: "debug", msg: "dropped credentials", ...POD_FIELDS, reason: "full" },
  ],
  [
    { type: "verify", outcome: "no keys" },
    { level: "debug", msg: "checked a token", outcome: "no keys" },
  ],
])("the agent's log has one line with the facts of an event (%#)", (event, expected) => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("debug", (line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  logEvents(log, () => 0)(event);

  expect(lines).toEqual([{ time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/), ...expected }]);
});

it.each([
  [
    new ServiceError({
      ...CALL,
      status: 404,
      awsCode: "NotFound",
      awsMessage: "no",
      requestId: "r-1",
      retryable: false,
    }),
    { status: 404, code: "NotFound", requestId: "r-1", error: expect.stringContaining("no") },
  ],
  [
    new NetworkError({ ...CALL, host: "eks-auth.example.com", retryable: true }),
    { code: "NETWORK", error: expect.stringContaining("eks-auth.example.com") },
  ],
  ["text", { error: "unknown" }],
])("the agent's log holds code and message of an error of podkey (%#)", (error, fields) => {
  expect(errorFields(error)).toEqual(fields);
});

it.each<[LogLevel, readonly string[]]>([
  ["error", ["error"]],
  ["warn", ["error", "warn"]],
  ["info", ["error", "warn", "info"]],
  ["debug", ["error", "warn", "info", "debug"]],
])("the agent's log at level %s holds the levels %j", (most, expected) => {
  const levels: unknown[] = [];
  const log = createLog(most, (line) => levels.push(JSON.parse(line).level));
  for (const level of ["error", "warn", "info", "debug"] as const) log(level, "a line");

  expect(levels).toEqual(expected);
});

it("the agent's log takes the level names of the EKS Pod Identity Agent too, and no others", () => {
  const words = ["panic", "error", "warn", "info", "debug", "trace"];

  expect(words.map(logLevel)).toEqual(["error", "error", "warn", "info", "debug", "debug"]);
  expect(() => logLevel("loud")).toThrow("It must be error, warn, info or debug.");
});
