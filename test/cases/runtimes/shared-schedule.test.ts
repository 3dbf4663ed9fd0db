import { expect, it } from "vitest";
import { sharedSchedule } from "../../../runtimes/shared/connect.ts";
import { Schedule } from "../../../src/credentials/refresh/schedule.ts";
import { fakeRuntime } from "../../support/fake-runtime.ts";

it("all sessions of a program share one schedule, which the first of them makes", () => {
  const scheduleOf = sharedSchedule();
  const first = scheduleOf(fakeRuntime().ports);

  expect(first).toBeInstanceOf(Schedule);
  expect(scheduleOf(fakeRuntime().ports)).toBe(first);
});
