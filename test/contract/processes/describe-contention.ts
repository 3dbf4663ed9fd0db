import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { TENURES, type Tenure } from "./contend.ts";
import { linesOf } from "./spawn-process.ts";

const PROCESSES = 8;
const TIMEOUT_MS = 60_000;

/** A store that several processes share. */
export interface MeetingPlace {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Tests that no two of several processes of this runtime hold one lease at the same time. */
export function describeContention(
  name: string,
  program: string,
  flags: readonly string[],
  open: () => Promise<MeetingPlace>,
): void {
  test(
    `${name} gives a lease to one of ${PROCESSES} processes at a time, even if holders die`,
    async () => {
      const place = await open();
      const file = fileURLToPath(new URL(program, import.meta.url));
      const command = [...flags, file, place.address];
      const all = await Promise.all(Array.from({ length: PROCESSES }, () => tenuresOf(command)));
      await place.close();
      const tenures = all.flat();
      expect(tenures).toHaveLength(PROCESSES * TENURES);
      expect(overlaps(tenures)).toEqual([]);
    },
    TIMEOUT_MS,
  );
}

async function tenuresOf(command: readonly string[]): Promise<Tenure[]> {
  const lines = await linesOf(command);
  return lines.map((line): Tenure => JSON.parse(line));
}

/** Finds pairs of which the later one began before the earlier one ended. */
function overlaps(tenures: readonly Tenure[]): [Tenure, Tenure][] {
  const certain = tenures.filter(({ fromMs, untilMs }) => fromMs < untilMs);
  certain.sort((one, other) => one.fromMs - other.fromMs);
  const found: [Tenure, Tenure][] = [];
  let longest: Tenure | undefined;
  for (const tenure of certain) {
    if (longest && tenure.fromMs < longest.untilMs) found.push([longest, tenure]);
    if (!longest || tenure.untilMs > longest.untilMs) longest = tenure;
  }
  return found;
}
