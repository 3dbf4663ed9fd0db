/** What stands in for a secret wherever a value is printed. */
const REDACTED = "[redacted]";

/** Below this a "secret" is so short that replacing it would only garble the text. */
const MIN_SECRET_LENGTH = 6;

/**
 * Removes known secrets from what came from elsewhere, wherever in it a text may hold them. AWS quotes the canonical
 * request, session token included, in its answer to a wrong signature.
 */
export function redact<T>(value: T, secrets: readonly (string | undefined)[]): T {
  return redactAny(value, secrets.flatMap(spellings)) as T;
}

/**
 * Makes an object print without its secrets: `JSON.stringify` and the inspectors of Node, Bun and Deno show
 * `[redacted]`. Its properties stay readable, and a copy by spread is a plain object again.
 */
export function hideSecrets<T extends object>(value: T, secretKeys: readonly (keyof T)[]): T {
  const printable = (): object => {
    const hidden = secretKeys.filter((key) => value[key] !== undefined).map((key) => [key, REDACTED]);
    return { ...value, ...Object.fromEntries(hidden) };
  };
  const printers = ["toJSON", Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];
  for (const key of printers) Object.defineProperty(value, key, { value: printable, configurable: true });
  return value;
}

/** A secret as it may stand in a text: plain, in a URL, or within JSON. */
function spellings(secret: string | undefined): string[] {
  if (secret === undefined || secret.length < MIN_SECRET_LENGTH) return [];
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}

function redactAny(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string")
    return secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), value);
  if (Array.isArray(value)) return value.map((item) => redactAny(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  return Object.fromEntries(members.map(([name, member]) => [name, redactAny(member, secrets)]));
}
