import type { Ports } from "../../src/ports.ts";
import type { DenoKv } from "./kv-api.ts";

const MAX_ATTEMPTS = 20;
const MAX_WAIT_MS = 50;

/** What SQLite, behind a Deno KV in a file, says at once while another process writes. Nothing has then been written. */
const LOCKED = "database is locked";

/** Does work with a Deno KV, and again as long as another process has it locked. */
export type Patiently = <T>(work: (kv: DenoKv) => Promise<T>) => Promise<T>;

/** Opens a Deno KV at the first work, and waits for other processes. After a failure to open, the next work tries again. */
export function patientKv(
  open: () => Promise<DenoKv>,
  { random, sleep }: Pick<Ports, "random" | "sleep">,
): Patiently {
  let opening: Promise<DenoKv> | undefined;
  const openOnce = async (): Promise<DenoKv> => {
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
  return async (work) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(await openOnce());
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || !(error instanceof Error) || !error.message.includes(LOCKED))
          throw error;
        await sleep(random() * MAX_WAIT_MS);
      }
    }
  };
}
