import { appendFileSync } from "node:fs";
import { env } from "node:process";
import { type Checker, CheckStatus } from "@stryker-mutator/api/check";
import type { Mutant, MutantResult } from "@stryker-mutator/api/core";
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import type { Reporter } from "@stryker-mutator/api/report";
import { isProse } from "./prose.ts";
import { type MutantRecord, RESULTS_VARIABLE, SAMPLE_VARIABLE, SEED_VARIABLE } from "./records.ts";

// Loaded by Stryker, in its main process and in those of its checkers.

/** Leaves out the texts of errors, which tests need not know by heart. */
const proseIgnorer = {
  shouldIgnore: (path: unknown) => (isProse(path) ? "a text for people" : undefined),
};

/** Draws a sample of the mutants, and tests them in a random order, so that a time limit cuts off a fair share. */
function createSampler(): Checker {
  let drawn: ReadonlySet<string> | undefined;
  return {
    init: async () => undefined,
    group: async (mutants: Mutant[]) => {
      const shuffled = mutants
        .map((mutant) => ({ id: mutant.id, place: placeOf(mutant) }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ id }) => id);
      drawn = new Set(shuffled.slice(0, Number(env[SAMPLE_VARIABLE])));
      return shuffled.map((id) => [id]);
    },
    check: async (mutants: Mutant[]) =>
      Object.fromEntries(
        mutants.map(({ id }) => [
          id,
          drawn?.has(id)
            ? { status: CheckStatus.Passed }
            : { status: CheckStatus.CompileError, reason: "not in the sample" },
        ]),
      ),
  };
}

/** Appends each result to a file as soon as it is known, so that an interrupted run has a report. */
function createRecorder(): Reporter {
  return {
    onMutantTested: (result: Readonly<MutantResult>) => {
      const { fileName, location, mutatorName, replacement, status } = result;
      const record: MutantRecord = { path: fileName, location, mutatorName, replacement, status };
      appendFileSync(env[RESULTS_VARIABLE] ?? "", `${JSON.stringify(record)}\n`);
    },
  };
}

/** A number that depends on the mutant and the seed only (FNV-1a). */
function placeOf({ fileName, location: { start }, replacement }: Mutant): number {
  let hash = 0x811c9dc5;
  for (const character of `${env[SEED_VARIABLE]} ${fileName} ${start.line}:${start.column} ${replacement}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "prose", proseIgnorer),
  declareFactoryPlugin(PluginKind.Checker, "sampler", createSampler),
  declareFactoryPlugin(PluginKind.Reporter, "recorder", createRecorder),
];
