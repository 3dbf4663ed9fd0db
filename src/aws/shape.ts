/**
 * What a value must be, as data: the members of a request or of a response, and their checks. `readShape` reads a value by its
 * shape, and `podkey/models` makes a valibot schema of the same shape.
 */
export type Shape<T> = ConvertedShape<T> | FormOf<T>;

type FormOf<T> = [T] extends [string | number | boolean]
  ? PrimitiveShape<T>
  : [T] extends [readonly (infer Item)[]]
    ? ListShape<Item>
    : string extends keyof T
      ? MapShape<T[keyof T]>
      : ObjectShape<T>;

/**
 * Returns what is wrong with a value that has the right type, as the end of a sentence that begins with its name. `siblings` is
 * the object that holds the value.
 */
type Check<T> = (value: T, siblings: Readonly<Record<string, unknown>>) => string | undefined;

/** Text, a number or a flag. */
export interface PrimitiveShape<T> {
  readonly type: T extends string ? "string" : T extends number ? "number" : "boolean";
  readonly check?: Check<T>;
}

/** A value that the wire has in another form, for example a time. */
export interface ConvertedShape<T> {
  /** Completes `should be …`. */
  readonly expected: string;
  /** Returns `undefined` for a value that cannot be converted. */
  readonly convert: (value: unknown) => T | undefined;
}

/** A list of values of one shape. */
export interface ListShape<Item> {
  readonly items: Shape<Item>;
  readonly check?: Check<readonly Item[]>;
}

/** An object whose keys are data, for example tags. */
export interface MapShape<Value> {
  readonly values: Shape<Value>;
  readonly check?: Check<Readonly<Record<string, Value>>>;
}

/** An object whose members are known. Others are kept. */
export interface ObjectShape<T> {
  readonly required: { readonly [Name in RequiredName<T>]: Shape<T[Name]> };
  readonly optional: { readonly [Name in Exclude<keyof T, RequiredName<T>>]-?: Shape<Defined<T[Name]>> };
  readonly check?: Check<T>;
}

type RequiredName<T> = { [Name in keyof T]-?: Partial<T> extends Pick<T, Name> ? never : Name }[keyof T];
type Defined<T> = Exclude<T, undefined>;
