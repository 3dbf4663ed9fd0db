import * as fc from "fast-check";
import type { Model } from "./model.ts";

/** Values that JSON cannot hold, too: a caller may pass any. */
export const ANYTHING: fc.Arbitrary<unknown> = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSparseArray: true,
});

/** The example of a model, in which one of the values stands at a random path. */
export function corruptedAt(
  { example }: Model<unknown>,
  values: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const paths = fc.constantFrom(...pathsOf(example.json));
  return fc.tuple(paths, values).map(([path, value]) => replaced(example.json, path, value));
}

/** The example of a model, in which random values stand at two random paths. */
export function corruptedTwice({ example }: Model<unknown>): fc.Arbitrary<unknown> {
  const path = fc.constantFrom(...pathsOf(example.json));
  const by = fc.constantFrom<unknown>(undefined, null, 5, "", [], {});
  return fc.tuple(path, by, path, by).map(([first, value, second, other]) => {
    return replaced(replaced(example.json, first, value), second, other);
  });
}

function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined || typeof value !== "object" || value === null) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === name ? replaced(item, rest, by) : item));
  return { ...value, [name]: replaced(Reflect.get(value, name), rest, by) };
}
