import { expect, it } from "vitest";
import { errorFields, logEvents } from "../../../cli/agent/event-log.ts";
import { createLog } from "../../../cli/agent/log.ts";
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

it("the agent's log holds only the name of an unknown error, whose text may quote a secret", () => {
  const error = new TypeError(`bad header ${CANARY_SECRET_KEY}`, { cause: CANARY_SECRET_KEY });
  expect(errorFields(error)).toEqual({ error: "TypeError" });
  expect(leakIn(JSON.stringify([errorFields(error), errorFields(CANARY_SECRET_KEY)]))).toBeUndefined();
});
