import { isRecord, typeName } from "./decode.ts";
import type { Shape } from "./shape.ts";

type Members = Readonly<Record<string, unknown>>;
type Shapes = Readonly<Record<string, AnyShape>>;

/** A shape of any type. */
export type AnyShape = { readonly check?: (value: never, siblings: Members) => string | undefined } & (
  | { readonly type: string }
  | { readonly expected: string; readonly convert: (value: unknown) => unknown }
  | { readonly items: AnyShape }
  | { readonly values: AnyShape }
  | { readonly required: Shapes; readonly optional: Shapes }
);

/** Where a value differs from its shape. Holds the type of the value, never its content. */
export class Mismatch {
  /** The keys that lead to the value. Empty: the whole value. */
  readonly keys: PropertyKey[] = [];
  /** Completes `should be …`. */
  readonly expected: string;
  /** The type of the value. */
  readonly seen: string;
  /** The end of a sentence that begins with the name of the value, e.g. `should be string, got number`. */
  readonly problem: string;

  constructor(value: unknown, expected: string, problem?: string) {
    this.expected = expected;
    this.seen = typeName(value);
    this.problem = problem ?? `should be ${expected}, got ${this.seen}`;
  }

  /** Makes the mismatch of an absent value. */
  static missing(): Mismatch {
    return new Mismatch(undefined, "present", "is missing");
  }
}

/** Reads a value by its shape. Returns a copy in podkey's form, or the first mismatch. */
export function readShape<T>(shape: Shape<T>, value: unknown): T | Mismatch {
  return readAny(shape as AnyShape, value, {}) as T | Mismatch;
}

/** Reads a value by a shape of any type. `siblings` is the object that holds the value. */
export function readAny(shape: AnyShape, value: unknown, siblings: Members): unknown {
  if (value === undefined) return Mismatch.missing();
  const output = readForm(shape, value);
  return output instanceof Mismatch ? output : (checkAny(shape, output, siblings) ?? output);
}

/** Applies the check of a shape to a value that has the right form. */
export function checkAny({ check }: AnyShape, value: unknown, siblings: Members): Mismatch | undefined {
  const problem = check?.(value as never, siblings);
  return problem === undefined ? undefined : new Mismatch(value, problem, problem);
}

function readForm(shape: AnyShape, value: unknown): unknown {
  if ("type" in shape) return typeof value === shape.type ? value : new Mismatch(value, shape.type);
  if ("convert" in shape) return shape.convert(value) ?? new Mismatch(value, shape.expected);
  if ("items" in shape) return readList(shape.items, value);
  if (!isRecord(value)) return new Mismatch(value, "an object");
  const output = { ...value };
  // Code that copies members by assignment would replace the prototype.
  if (Object.hasOwn(output, "__proto__")) Reflect.deleteProperty(output, "__proto__");
  if ("values" in shape) {
    for (const name of Object.keys(output)) {
      const fault = readMember(output, name, shape.values);
      if (fault) return fault;
    }
    return output;
  }
  return readMembers(output, shape.required) ?? readMembers(output, shape.optional, true) ?? output;
}

function readList(item: AnyShape, value: unknown): unknown {
  if (!Array.isArray(value)) return new Mismatch(value, "an array");
  const output: unknown[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const read = readAny(item, value[index], {});
    if (read instanceof Mismatch) return within(index, read);
    output.push(read);
  }
  return output;
}

/** Replaces the members of an object by what is read from them. Returns the first mismatch. */
function readMembers(
  output: Record<string, unknown>,
  shapes: Shapes,
  isOptional = false,
): Mismatch | undefined {
  for (const name in shapes) {
    if (isOptional && output[name] === undefined) continue;
    const fault = readMember(output, name, shapes[name] as AnyShape);
    if (fault) return fault;
  }
  return undefined;
}

/** Replaces a member by what is read from it. Returns the mismatch, if there is one. */
function readMember(output: Record<string, unknown>, name: string, shape: AnyShape): Mismatch | undefined {
  const value = output[name];
  const read = readAny(shape, value, output);
  if (read instanceof Mismatch) return within(name, read);
  if (read !== value) output[name] = read;
  return undefined;
}

function within(key: PropertyKey, mismatch: Mismatch): Mismatch {
  mismatch.keys.unshift(key);
  return mismatch;
}
