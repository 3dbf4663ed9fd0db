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
 * Makes `JSON.stringify` and the inspectors of Node, Bun and Deno print `[redacted]` for the secrets of an object. Its
 * properties stay readable, and a copy by spread is a plain object.
 */
export function hideSecrets<T extends object>(value: T, secretKeys: readonly (keyof T)[]): T {
  const printable = (): object => {
    const hidden = secretKeys.filter((key) => value[key] !== undefined).map((key) => [key, REDACTED]);
    return { ...value, ...Object.fromEntries(hidden) };
  };
  // Deno's inspector wants a text, where the others print what they get.
  const printText = (inspect: Inspect, options: unknown): string => inspect(printable(), options);
  const define = (key: PropertyKey, printer: unknown): void => {
    Object.defineProperty(value, key, { value: printer });
  };
  define("toJSON", printable);
  define(Symbol.for("nodejs.util.inspect.custom"), printable);
  define(Symbol.for("Deno.customInspect"), printText);
  return value;
}

/** Lists the forms that a secret takes in a text: plain, in a URL, and in JSON. */
function spellings(secret: string | undefined): string[] {
  if (secret === undefined || secret.length < MIN_SECRET_LENGTH) return [];
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
