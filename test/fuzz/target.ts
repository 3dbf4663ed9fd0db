import fc from "fast-check";
import { isPodkeyError } from "../../src/errors/any-error.ts";

/** A reader of text from outside, and texts to attack it with. */
export interface FuzzTarget {
  readonly name: string;
  readonly inputs: fc.Arbitrary<string>;
  /** Whether inputs are secrets, which no error may quote. Default: false. */
  readonly isSecret?: boolean;
  /** Reads an input. Must return a value or throw a PodkeyError. */
  readonly read: (input: string) => unknown;
}

/** A read that takes longer than this counts as unbounded, even on a busy machine. */
const MAX_READ_MS = 5000;
/** Characters with a meaning to one of the readers. */
const MARKS = [..."\u0000\t\r\n \"'#%&+,-./:;<=>?@[\\]^_{}~\u007fé✓\ud800"];
const FRAGMENTS = [
  "__proto__",
  "constructor",
  "1e999",
  "-0",
  "NaN",
  "&#x110000;",
  "]]>",
  "<!DOCTYPE a>",
  "://",
  "..",
  "\\u0000",
];
const MAX_EDITS = 6;
const QUOTE_LENGTH = 24;
const MAX_PRINTED_LENGTH = 1000;

/** Draws texts: random ones, and examples in which a few places are removed, repeated, replaced or extended. */
export function corrupted(...examples: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...MARKS),
    fc.constantFrom(...FRAGMENTS),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc
      .tuple(fc.constantFrom(...MARKS), fc.integer({ min: 2, max: 3000 }))
      .map(([mark, count]) => mark.repeat(count)),
  );
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removed: fc.nat({ max: 12 }),
    inserted: fc.oneof(fc.constant(""), piece),
    isRepeated: fc.boolean(),
  });
  const edited = fc
    .tuple(fc.constantFrom(...examples), fc.array(edit, { maxLength: MAX_EDITS }))
    .map(([example, edits]) =>
      edits.reduce((text, { at, removed, inserted, isRepeated }) => {
        const from = Math.floor(at * text.length);
        const end = from + removed;
        const middle = isRepeated ? text.slice(from, end).repeat(2) : "";
        return `${text.slice(0, from)}${middle}${inserted}${text.slice(end)}`;
      }, example),
    );
  return fc.oneof(
    { weight: 6, arbitrary: edited },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
}

/** Reads one input. Throws if the reader throws anything but a PodkeyError, quotes a secret, or takes too long. */
async function checkInput({ read, isSecret = false }: FuzzTarget, input: string): Promise<void> {
  const startedMs = performance.now();
  try {
    await read(input);
  } catch (error) {
    if (!isPodkeyError(error)) throw error;
    if (isSecret && quotes(error.message, input))
      throw new Error("the message quotes the input", { cause: error });
  }
  const durationMs = performance.now() - startedMs;
  if (durationMs > MAX_READ_MS) throw new Error(`the read took ${Math.round(durationMs)} ms`);
}

/** Returns whether a message contains a part of the input that is long enough to be a secret. */
function quotes(message: string, input: string): boolean {
  for (let start = 0; start + QUOTE_LENGTH <= input.length; start += 1) {
    if (message.includes(input.slice(start, start + QUOTE_LENGTH))) return true;
  }
  return false;
}

/** Attacks a reader. Returns how many inputs it read, and the description of the shortest input that shows a fault. */
export async function attack(
  target: FuzzTarget,
  parameters: fc.Parameters<[string]>,
): Promise<{ inputs: number; fault: string | undefined }> {
  const property = fc.asyncProperty(target.inputs, (input) => checkInput(target, input));
  const { failed, numRuns, seed, counterexample, counterexamplePath, errorInstance } = await fc.check(
    property,
    parameters,
  );
  if (!failed) return { inputs: numRuns, fault: undefined };
  const input = JSON.stringify(counterexample?.[0]).slice(0, MAX_PRINTED_LENGTH);
  const stack = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
  return { inputs: numRuns, fault: `${input}\nseed ${seed}, path ${counterexamplePath}\n${stack}` };
}
