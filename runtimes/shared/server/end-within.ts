import type { CloseOptions } from "./server.ts";
import { checkWhole } from "./settings.ts";

/** Waits until a server has ended by itself, and ends it when its grace is over. Rejects with `CONFIGURATION`. */
export async function endWithin(
  { graceMs = 0 }: CloseOptions,
  ended: Promise<unknown>,
  end: () => unknown,
): Promise<void> {
  if (checkWhole("graceMs", graceMs, 0) === 0) end();
  const timer = graceMs === 0 ? undefined : setTimeout(end, graceMs);
  try {
    await ended;
  } finally {
    clearTimeout(timer);
  }
}
