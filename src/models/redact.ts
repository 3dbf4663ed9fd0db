/** What stands in for a secret wherever a value is printed. */
export const REDACTED = "[redacted]";

/** Below this a "secret" is so short that replacing it would only garble the text. */
const MIN_SECRET_LENGTH = 6;

/**
 * Removes known secrets from text that came from elsewhere. AWS quotes the canonical request, session token
 * included, in its answer to a wrong signature.
 */
export function redactText(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets.reduce<string>((redacted, secret) => {
    if (secret === undefined || secret.length < MIN_SECRET_LENGTH) return redacted;
    return redacted.replaceAll(secret, REDACTED).replaceAll(encodeURIComponent(secret), REDACTED);
  }, text);
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
