import { Schedule } from "../../../src/credentials/refresh/schedule.ts";
import { NOW_MS } from "../../support/aws-examples.ts";
import { virtualClock } from "../../support/fake-clock.ts";

/** Makes a schedule over a clock that counts its timers. */
export function watchedSchedule(maxTimerMs = Infinity) {
  const clock = virtualClock(NOW_MS);
  const timers = { armed: 0, most: 0, made: 0 };
  const runLater = (ms: number, run: () => void): (() => void) => {
    timers.made += 1;
    timers.armed += 1;
    timers.most = Math.max(timers.most, timers.armed);
    let isOver = false;
    const end = (): void => {
      if (!isOver) timers.armed -= 1;
      isOver = true;
    };
    const cancel = clock.runLater(Math.min(ms, maxTimerMs), () => {
      end();
      run();
    });
    return () => {
      cancel();
      end();
    };
  };
  const ran: string[] = [];
  const schedule = new Schedule({ ...clock, runLater });
  const at = (ms: number, name: string) => schedule.at(NOW_MS + ms, () => ran.push(name));
  return { clock, timers, schedule, ran, at, runUntil: (ms: number) => clock.runUntil(NOW_MS + ms) };
}
