import type * as fc from "fast-check";
import type { AnyPodkeyError } from "../../../src/errors/any-error.ts";
import type { ModelSchema } from "../../../src/models/index.ts";

/** A model of podkey/models, and what is promised of it. */
export interface Model<Value> {
  readonly name: string;
  schema(): ModelSchema<unknown, Value>;
  decode(json: unknown): Value;
  encode(value: Value): Record<string, unknown>;
  /** The code of the error for JSON that is something else. */
  readonly code: AnyPodkeyError["code"];
  readonly values: fc.Arbitrary<Value>;
  /** The paths of objects whose unknown members are kept. */
  readonly keepsUnknownAt: readonly (readonly string[])[];
  /** JSON as AWS writes it, and its value. */
  readonly example: { readonly json: Readonly<Record<string, unknown>>; readonly value: unknown };
}

/** Forgets the type of a model's value. A test passes to `encode` only what `decode` or `values` gave. */
export function model<Value>(described: Model<Value>): Model<unknown> {
  return described;
}
