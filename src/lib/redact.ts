/** Replaces a secret in everything that is printed. */
const REDACTED = "[redacted]";

/** Shorter secrets would also match in harmless text, and garble it. */
const MIN_SECRET_LENGTH = 6;

/** The function that Deno passes to a custom printer. */
type Inspect = (value: unknown, options: unknown) => string;

/**
 * Copies a JSON value, and replaces known secrets in all its texts. AWS quotes the canonical request, with the session token,
 * in its response to a wrong signature.
 */
export function redact<T>(value: T, secrets: readonly (string | undefined)[]): T {
  const hidden = secrets.flatMap(spellings);
  return JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
    typeof member === "string"
      ? hidden.reduce((text, secret) => text.replaceAll(secret, REDACTED), member)
      : member,
  );
}

/**
 * Makes a prototype for objects with secrets: `JSON.stringify` and the inspectors of Node, Bun and Deno print `[redacted]` for
 * the members that `secretKeys` names. The members stay readable, and a copy by spread is a plain object.
 */
export function hidingPrototype(secretKeys: readonly string[]): object {
  function printable(this: object): object {
    const hidden = secretKeys.filter((key) => Reflect.get(this, key) !== undefined);
    return { ...this, ...Object.fromEntries(hidden.map((key) => [key, REDACTED])) };
  }
  // Deno's inspector wants a text, where the others print what they get.
  function printText(this: object, inspect: Inspect, options: unknown): string {
    return inspect(printable.call(this), options);
  }
  return Object.create(Object.prototype, {
    toJSON: { value: printable },
    [Symbol.for("nodejs.util.inspect.custom")]: { value: printable },
    [Symbol.for("Deno.customInspect")]: { value: printText },
  });
}

/** Lists the forms that a secret takes in a text: plain, in a URL, and in JSON. */
function spellings(secret: string | undefined): string[] {
  if (secret === undefined || secret.length < MIN_SECRET_LENGTH) return [];
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
