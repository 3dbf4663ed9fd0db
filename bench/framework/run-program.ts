import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import type { Effort } from "./bench.ts";
import type { Group } from "./figures.ts";
import type { RoundSettings, Timing } from "./rounds.ts";
import { runOn, type Task } from "./run-on.ts";
import type { Family, Runtime } from "./runtimes.ts";

/** Suites, and the runtimes to time them on. */
export interface Program extends Pick<Task, "bindings" | "isInDurableObject"> {
  readonly runtimes: readonly Runtime[];
  /**
   * Path, from the project's top, of the module that exports `suites(family, settings)`, by runtime family. In a Worker,
   * `suites` also gets the bindings, and in a Durable Object the storage.
   */
  readonly modules: Partial<Record<Family, string>>;
  /** Passed to `suites` as JSON. Default: {}. */
  readonly settings?: object;
  /** Unit of the figures. Default: "µs". */
  readonly unit?: "µs" | "calls/s";
  /** By what factor turns are longer, for calls that take long, for example over a network. Default: 1. */
  readonly turnFactor?: number;
  /** Rounds that are not counted. Default: 3. */
  readonly warmUpRounds?: number;
}

const WARM_UP_ROUNDS = 3;
const BATCH_MS = 1;
const WORKERD_BATCH_MS = 20;
const US_PER_SECOND = 1_000_000;
const ROUNDS = "./bench/framework/rounds.ts";

/** Times suites on each runtime, in several processes by turns. Returns one group for each suite and runtime. */
export function timeProgram(program: Program, effort: Effort): Promise<Group[]> {
  return withTemporaryFolder(async (folder) => {
    const timings = new Map<Runtime, Timing[]>();
    for (let turn = 0; turn < effort.processes; turn += 1) {
      for (const runtime of program.runtimes) {
        const measured = await runOn<Timing[]>(runtime, taskOf(program, runtime, effort), folder);
        timings.set(runtime, joined(timings.get(runtime), measured));
      }
    }
    const { unit = "µs" } = program;
    return [...timings].flatMap(([runtime, measured]) => toGroups(runtime, measured, unit));
  });
}

function taskOf(program: Program, { family }: Runtime, { rounds, turnMs }: Effort): Task {
  const { modules, bindings, isInDurableObject, turnFactor = 1, warmUpRounds = WARM_UP_ROUNDS } = program;
  const module = modules[family];
  if (module === undefined) throw new Error(`no module for ${family}`);
  const batchMs = family === "workerd" ? WORKERD_BATCH_MS : BATCH_MS;
  const settings: RoundSettings = { rounds, turnMs: turnMs * turnFactor, batchMs, warmUpRounds };
  const given = `"${family}", ${JSON.stringify(program.settings ?? {})}`;
  const parameters = family === "workerd" ? `${given}, env, storage` : given;
  return {
    imports: `import { suites } from "./${module}";\nimport { timeSuites } from "${ROUNDS}";`,
    expression: `timeSuites(await suites(${parameters}), ${JSON.stringify(settings)})`,
    bindings,
    isInDurableObject,
  };
}

function joined(known: readonly Timing[] | undefined, more: readonly Timing[]): Timing[] {
  if (!known) return [...more];
  for (const [index, { samples }] of more.entries()) known[index]?.samples.push(...samples);
  return [...known];
}

function toGroups({ title }: Runtime, timings: readonly Timing[], unit: "µs" | "calls/s"): Group[] {
  const bySuite = Map.groupBy(timings, ({ suite }) => suite);
  return [...bySuite].map(([suite, rows]) => ({
    name: suite ? `${suite}, ${title}` : title,
    unit,
    better: unit === "µs" ? "less" : "more",
    rows: rows.map(({ contender, kind, baseline, samples }) => {
      return {
        contender,
        kind,
        baseline,
        samples: samples.map((us) => (unit === "µs" ? us : US_PER_SECOND / us)),
      };
    }),
  }));
}
