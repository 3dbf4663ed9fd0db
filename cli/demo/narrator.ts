import { print, style } from "../io/terminal.ts";

/** Says a line about the step that is running. */
export type Say = (line: string) => void;

/** Tells the steps of a story with their timings. */
export interface Narrator {
  /** Runs a step and prints its title, how long it took, and what it said. Rethrows what it throws. */
  step<T>(title: string, run: (say: Say) => Promise<T>): Promise<T>;
  /** How many steps have passed. */
  count(): number;
}

const TITLE_WIDTH = 72;

/** Makes a narrator that prints to the terminal. */
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

/** Throws unless what the demo claims is so. */
export function check(isSo: boolean, claim: string): asserts isSo {
  if (!isSo) throw new Error(`it should hold that ${claim}, but it does not`);
}
