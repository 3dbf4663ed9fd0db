import { ConfigurationError } from "./errors.ts";

/** Deno throws the first for a permission that was not granted, and the second if the system refuses. */
const DENIED = /^(NotCapable|PermissionDenied)$/;

/**
 * Makes the error for a permission that Deno was not given, which no retry changes. `flag` grants it, for example
 * `--allow-net=169.254.170.23:80`. Returns `undefined` for another cause.
 */
export function deniedPermission(cause: unknown, flag: string): ConfigurationError | undefined {
  if (!(cause instanceof Error) || !DENIED.test(cause.name)) return undefined;
  return new ConfigurationError({
    setting: flag,
    message: `Deno denied access: run the program with ${flag}`,
    cause,
  });
}
