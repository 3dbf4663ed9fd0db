import { setTimeout as wait } from "node:timers/promises";
import { burst } from "./burst.ts";

const AT_ONCE = 20;
const TRIES = 100;
const PAUSE_MS = 100;

/** Asks for every token's credentials until the agent has given them all. Throws if it does not in the end. */
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
