import { setTimeout as wait } from "node:timers/promises";
import { burst } from "./burst.ts";

const AT_ONCE = 20;
const TRIES = 100;
const PAUSE_MS = 100;

/** Requests the credentials of every token until the agent has cached them all. Throws after 100 rounds. */
export async function warm(port: number, tokens: readonly string[]): Promise<void> {
  let cold = tokens;
  for (let tried = 0; tried < TRIES && cold.length > 0; tried += 1) {
    const failed: string[] = [];
    for (let from = 0; from < cold.length; from += AT_ONCE) {
      const some = cold.slice(from, from + AT_ONCE);
      const seen = await burst(port, some);
      failed.push(...some.filter((_token, index) => seen[index]?.status !== 200));
    }
    cold = failed;
    if (cold.length > 0) await wait(PAUSE_MS);
  }
  if (cold.length > 0) throw new Error(`${cold.length} of ${tokens.length} tokens got no credentials`);
}
