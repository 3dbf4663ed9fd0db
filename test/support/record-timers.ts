import { onTestFinished } from "vitest";

/** Replaces the timers of the runtime until the test is finished. `timer` is what `setTimeout` returns. */
export function recordTimers(timer: object | number = 7) {
  const { setTimeout, clearTimeout } = globalThis;
  onTestFinished(() => {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  });
  const timers = { delays: [] as number[], cleared: [] as unknown[], fire: (): void => undefined };
  Object.assign(globalThis, {
    setTimeout: (run: () => void, ms: number) => {
      timers.delays.push(ms);
      timers.fire = run;
      return timer;
    },
    clearTimeout: (cleared: unknown) => {
      timers.cleared.push(cleared);
    },
  });
  return timers;
}
