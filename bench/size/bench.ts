import { USES, type Use } from "../../tools/size/budgets.ts";
import { measure } from "../../tools/size/measure.ts";
import { PEERS } from "../../tools/size/peers.ts";
import { sourcesBySpecifier } from "../../tools/source-entries.ts";
import type { Bench, Goal } from "../framework/bench.ts";
import { type Group, type Row, readable } from "../framework/figures.ts";

/** The bytes that podkey adds to a user's bundle. */
export const size: Bench = {
  name: "size",
  title: "Size",
  about: `What each use adds to a bundle by esbuild, minified and compressed by gzip, with all dependencies. For Node the AWS SDK is bundled
twice: by esbuild's default setting, and with ES modules preferred, which removes more unused code. \`npm run check:sizes\` checks the same figures against
budgets. *Whole entries* are everything that an import path exports; no program imports all of it.`,
  packages: ["esbuild", "@aws-sdk/client-eks", "@aws-sdk/client-sts", "@aws-sdk/credential-provider-http"],
  goals: USES.flatMap(sizeGoal),
  needsBuild: true,
  measure: async () => [...(await weighUses()), await weighEntries()],
};

function sizeGoal({ name, goalBytes, reason }: Use): Goal[] {
  if (goalBytes === undefined) return [];
  return [
    {
      what: `${name}, minified and gzipped`,
      goal: `${readable(goalBytes / 1000)} kB`,
      ...(reason && { reason }),
      judge: (groups) => {
        const row = groups.flatMap(({ rows }) => rows).find(({ contender }) => contender === name);
        const median = row?.median ?? Infinity;
        return { measured: `${readable(median)} kB`, isMet: median * 1000 <= goalBytes };
      },
    },
  ];
}

/** Weighs every use: a group for each use that has peers, and one group of the others. */
async function weighUses(): Promise<Group[]> {
  const rows = await Promise.all(
    USES.map(async ({ name, code }) => ({ name, row: await weigh(name, code) })),
  );
  const peers = await Promise.all(
    PEERS.map(async ({ name, use, code, target }) => {
      return {
        use,
        row: { ...(await weigh(`AWS SDK, ${name}; ${target}`, code, target)), kind: "peer" } as Row,
      };
    }),
  );
  const compared = new Set(peers.map(({ use }) => use));
  const groups = [...compared].map((use) => ({
    name: use,
    unit: "kB",
    better: "less" as const,
    rows: [...rows.filter(({ name }) => name === use), ...peers.filter((peer) => peer.use === use)].map(
      ({ row }) => row,
    ),
  }));
  const others = rows.filter(({ name }) => !compared.has(name)).map(({ row }) => row);
  return [...groups, { name: "other uses", unit: "kB", better: "less", uncompared: true, rows: others }];
}

async function weighEntries(): Promise<Group> {
  const names = [...sourcesBySpecifier().keys()];
  const rows = await Promise.all(names.map((name) => weigh(name, `export * from "${name}";`)));
  return { name: "whole entries", unit: "kB", better: "less", uncompared: true, rows };
}

async function weigh(contender: string, code: string, target?: Parameters<typeof measure>[1]): Promise<Row> {
  const { gzip } = await measure(code, target);
  return { contender, kind: "podkey", samples: [gzip / 1000] };
}
