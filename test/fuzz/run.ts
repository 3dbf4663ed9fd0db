import process from "node:process";
import { parseArgs } from "node:util";
import { attack } from "./target.ts";
import { TARGETS } from "./targets.ts";

// `npm run fuzz -- [--seconds 60] [--seed N] [NAME…]`: attacks every reader whose name contains a NAME with corrupted input,
// for an equal share of the time. A failure prints the shortest input that shows it, and the seed that finds it again.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string" } },
});
const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
const chosen = TARGETS.filter(
  ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
);
const shareMs = (Number(values.seconds) * 1000) / chosen.length;
if (!Number.isFinite(shareMs) || Number.isNaN(seed)) {
  process.stderr.write("fuzz: nothing to do: check --seconds, --seed and the names\n");
  process.exit(2);
}

process.stdout.write(`fuzz: ${chosen.length} readers, ${Math.round(shareMs)} ms each, seed ${seed}\n`);
for (const target of chosen) {
  const { inputs, fault } = await attack(target, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: shareMs,
    markInterruptAsFailure: false,
  });
  process.stdout.write(fault ? `✖ ${target.name}: ${fault}\n` : `✔ ${target.name}: ${inputs} inputs\n`);
  if (fault) process.exitCode = 1;
}
