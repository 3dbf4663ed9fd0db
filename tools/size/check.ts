import process from "node:process";
import { sourcesBySpecifier } from "../source-entries.ts";
import { ENTRY_BUDGET_BYTES, USES } from "./budgets.ts";
import { measure, type Size } from "./measure.ts";
import { PEERS } from "./peers.ts";
import { reachFaults } from "./reach.ts";

// Weighs each use and each entry, compares the uses with the AWS SDK, and fails if a bundle is over its budget.
const sources = sourcesBySpecifier();
const specifiers = [...sources.keys()];
const uses = new Map(
  await Promise.all(USES.map(async (use) => [use.name, await measure(use.code)] as const)),
);
const wholes = new Map(
  await Promise.all(
    specifiers.map(async (name) => [name, await measure(`export * from "${name}";`)] as const),
  ),
);
const peers = await Promise.all(PEERS.map(({ code, target }) => measure(code, target)));

console.table(
  USES.map(({ name, budgetBytes, goalBytes }) => row({ use: name }, uses.get(name), budgetBytes, goalBytes)),
);
console.table(
  PEERS.map(({ name, target, use }, index) => {
    const factor = (peers[index]?.gzip ?? 0) / (uses.get(use)?.gzip ?? 0);
    const labels = { "AWS SDK": name, target, "times podkey": `${factor.toFixed(1)} (${use})` };
    return row(labels, peers[index]);
  }),
);
console.table(specifiers.map((name) => row({ "all of": name }, wholes.get(name), ENTRY_BUDGET_BYTES[name])));

const faults = [
  ...USES.flatMap(({ name, budgetBytes }) => overweight(name, uses.get(name), budgetBytes)),
  ...specifiers.flatMap((name) => overweight(`all of ${name}`, wholes.get(name), ENTRY_BUDGET_BYTES[name])),
  ...Object.keys(ENTRY_BUDGET_BYTES)
    .filter((name) => !sources.has(name))
    .map((name) => `tools/size/budgets.ts: package.json does not export ${name}`),
  ...(await Promise.all(USES.map((use) => reachFaults(use, sources)))).flat(),
];
for (const fault of faults) console.error(`size: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;

function overweight(name: string, size: Size | undefined, budgetBytes: number | undefined): string[] {
  const gzip = size?.gzip ?? 0;
  if (budgetBytes === undefined)
    return [`${name}: weighs ${gzip} bytes; give it a budget in tools/size/budgets.ts`];
  if (gzip <= budgetBytes) return [];
  const excess = gzip - budgetBytes;
  return [`${name}: weighs ${gzip} bytes minified and gzipped, ${excess} over its budget of ${budgetBytes}`];
}

function row(
  labels: Record<string, string>,
  size?: Size,
  budgetBytes?: number,
  goalBytes?: number,
): Record<string, string> {
  return {
    ...labels,
    "raw kB": kb(size?.raw),
    "minified kB": kb(size?.minified),
    "gzip kB": kb(size?.gzip),
    ...(budgetBytes !== undefined && { "budget kB": kb(budgetBytes) }),
    ...(goalBytes !== undefined && { "goal kB": kb(goalBytes) }),
  };
}

function kb(bytes = 0): string {
  return (bytes / 1000).toFixed(1);
}
