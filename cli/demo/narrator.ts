import { print, style } from "../io/terminal.ts";

/** Adds a line to the output of the current step. */
export type Say = (line: string) => void;

/** Runs the steps of the demo and prints them. */
export interface Narrator {
  /** Runs a step, then prints its title, its duration and its lines. Rethrows its error. */
  step<T>(title: string, run: (say: Say) => Promise<T>): Promise<T>;
  /** Returns how many steps have succeeded. */
  count(): number;
}

const TITLE_WIDTH = 72;

/** Creates a narrator that prints to the terminal. */
export function createNarrator(): Narrator {
  let passed = 0;
  return {
    async step(title, run) {
      const lines: string[] = [];
      const startedMs = performance.now();
      const number = String(passed + 1).padStart(2);
      try {
        const result = await run((line) => lines.push(line));
        passed += 1;
        const took = `${Math.round(performance.now() - startedMs)} ms`;
        print(
          `${style("green", `✔ ${number}`)} ${style("bold", title.padEnd(TITLE_WIDTH))} ${style("dim", took)}`,
        );
        return result;
      } catch (error) {
        print(`${style("red", `✖ ${number}`)} ${style("bold", title)}`);
        throw error;
      } finally {
        for (const line of lines) print(`     ${line}`);
      }
    },
    count: () => passed,
  };
}

/** Throws if a claim of the demo is false. */
export function check(isSo: boolean, claim: string): asserts isSo {
  if (!isSo) throw new Error(`expected that ${claim}`);
}
