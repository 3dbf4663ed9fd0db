/** Returns the system's code of an error, for example `EADDRINUSE`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
