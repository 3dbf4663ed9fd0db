import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import type { Bench } from "../framework/bench.ts";
import { type Group, readable } from "../framework/figures.ts";
import { runOn } from "../framework/run-on.ts";
import { RUNTIMES } from "../framework/runtimes.ts";
import type { Exchanges } from "./count.ts";

const CALLERS = 10_000;
const PODKEY = "podkey, refresh()";

/** How many exchanges concurrent callers cause. */
export const exchanges: Bench = {
  name: "exchanges",
  title: "Exchanges of concurrent callers",
  about: `${readable(CALLERS)} callers in one process ask at the same time for credentials that are not cached: how many exchanges do they
cause? Between processes this is tested, not measured: \`npm run test:all\` starts eight processes with a hundred callers each on every shared
store, and counts one exchange ([distributed](distributed.md)).`,
  packages: ["@smithy/core"],
  goals: [
    {
      what: `${readable(CALLERS)} concurrent callers, cold`,
      goal: "exactly one exchange on every runtime",
      judge: (groups) => {
        const counts = groups.map(({ name, rows }) => ({ name, count: rows[0]?.median ?? Number.NaN }));
        return {
          measured: counts.map(({ name, count }) => `${name} ${readable(count)}`).join(", "),
          isMet: counts.every(({ count }) => count === 1),
          floor: "1",
        };
      },
    },
  ],
  measure: () => withTemporaryFolder(countAll),
};

async function countAll(folder: string): Promise<readonly Group[]> {
  const groups: Group[] = [];
  for (const runtime of RUNTIMES) {
    const task = {
      imports: 'import { countExchanges } from "./bench/exchanges/count.ts";',
      expression: `countExchanges("${runtime.family}", ${CALLERS})`,
    };
    const { podkey, awsSdk } = await runOn<Exchanges>(runtime, task, folder);
    groups.push({
      name: runtime.title,
      unit: "exchanges",
      better: "less",
      rows: [
        { contender: PODKEY, kind: "podkey", samples: [podkey] },
        { contender: "AWS SDK, memoizeIdentityProvider()", kind: "peer", samples: [awsSdk] },
      ],
    });
  }
  return groups;
}
