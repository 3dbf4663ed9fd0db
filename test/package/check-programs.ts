import { specifierOf } from "../../tools/manifest.ts";
import { EXCHANGE_STEPS, type ImportReport, type Program } from "./programs.ts";
import { type Finding, messageOf } from "./report.ts";

/** Runs a program on a runtime and returns its report. */
export type RunProgram = (program: Program) => Promise<unknown>;

/** How many names each subpath exports, by specifier. The first runtime fills it; the others must agree. */
export type NamesBySpecifier = Map<string, number>;

/** Runs every program on a runtime. An import must have no side effect, and the exchange must report all steps. */
export async function checkPrograms(
  subject: string,
  programs: readonly Program[],
  run: RunProgram,
  names: NamesBySpecifier,
): Promise<Finding> {
  const faults: string[] = [];
  for (const program of programs) {
    const label = program.subpath === undefined ? "the exchange" : specifierOf(program.subpath);
    try {
      const report = await run(program);
      const found =
        program.subpath === undefined ? exchangeFaults(report) : importFaults(label, report, names);
      faults.push(...found.map((fault) => `${label}: ${fault}`));
    } catch (error) {
      faults.push(`${label}: ${messageOf(error)}`);
    }
  }
  const imports = programs.filter(({ subpath }) => subpath !== undefined).length;
  return { subject, faults, held: `${imports} subpaths import without side effects, the exchange works` };
}

function importFaults(specifier: string, report: unknown, names: NamesBySpecifier): string[] {
  const { changes, names: count } = report as ImportReport;
  const expected = names.get(specifier) ?? count;
  names.set(specifier, expected);
  return [
    ...changes.map((change) => `importing it ${change}`),
    ...(count === 0 ? ["exports nothing"] : []),
    ...(count === expected ? [] : [`exports ${count} names here and ${expected} elsewhere`]),
  ];
}

function exchangeFaults(report: unknown): string[] {
  const seen = JSON.stringify(report);
  return seen === JSON.stringify(EXCHANGE_STEPS) ? [] : [`took the steps ${seen}`];
}
