import * as v from "valibot";
import { isRecord } from "../aws/decode.ts";
import { type AnyShape, checkAny, Mismatch, readAny } from "../aws/read-shape.ts";

/** Words a mismatch for the message of an issue. */
export type Say = (mismatch: Mismatch) => string;

type Members = Readonly<Record<string, unknown>>;
type Shapes = Readonly<Record<string, AnyShape>>;
type Entries = Record<string, v.GenericSchema>;

/**
 * Makes the valibot schema of a shape. It accepts what `readShape` accepts, with the same output, and lists every mismatch where
 * `readShape` stops at the first. Its issues quote their input: only their messages and keys may leave `src/models`.
 */
export function toSchema(shape: AnyShape, say: Say, siblings: Members = {}): v.GenericSchema {
  const form = toForm(shape, say, siblings);
  if ("type" in shape || "convert" in shape) return form;
  return v.pipe(
    form,
    v.rawCheck(({ dataset, addIssue }) => {
      const mismatch = dataset.typed && checkAny(shape, dataset.value, siblings);
      if (mismatch) addIssue({ message: say(mismatch) });
    }),
  );
}

function toForm(shape: AnyShape, say: Say, siblings: Members): v.GenericSchema {
  if ("items" in shape) return v.array(toSchema(shape.items, say), wrongForm("an array", say));
  if ("values" in shape) {
    const { values } = shape;
    return ofRecord(say, (record) => toEntries(forEach(Object.keys(record), values), say, record));
  }
  if ("required" in shape) {
    const { required, optional } = shape;
    return ofRecord(say, (record) => {
      const known = {
        ...toEntries(required, say, record),
        ...toOptional(toEntries(optional, say, record)),
      };
      const others = Object.keys(record).filter((name) => !Object.hasOwn(known, name));
      return { ...known, ...forEach(others, v.unknown()) };
    });
  }
  return v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const read = readAny(shape, dataset.value, siblings);
      if (!(read instanceof Mismatch)) return read;
      addIssue({ message: say(read) });
      return NEVER;
    }),
  );
}

/** Makes the schema of an object from the object, because checks of its members may read the others. */
function ofRecord(say: Say, entriesOf: (record: Members) => Entries): v.GenericSchema {
  const record = v.custom<unknown>(isRecord, wrongForm("an object", say));
  // A loose object or a record of valibot would drop the keys `constructor` and `prototype`.
  const members = (input: unknown): v.GenericSchema => {
    return v.object(entriesOf(input as Members), wrongForm("an object", say));
  };
  return v.pipe(record, v.lazy(members));
}

function toEntries(shapes: Shapes, say: Say, siblings: Members): Entries {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, toSchema(shape, say, siblings)]),
  );
}

function toOptional(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).map(([name, schema]) => [name, v.optional(schema)]));
}

/** Words the issue of a value of another type, and of an absent one. */
function wrongForm(expected: string, say: Say): (issue: { readonly input: unknown }) => string {
  return ({ input }) => say(input === undefined ? Mismatch.missing() : new Mismatch(input, expected));
}

function forEach<T>(names: readonly string[], item: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, item]));
}
