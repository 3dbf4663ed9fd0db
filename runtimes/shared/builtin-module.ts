import { ConfigurationError } from "../../src/errors/errors.ts";

interface ProcessWithModules {
  readonly getBuiltinModule?: (name: string) => unknown;
}

/**
 * Returns a built-in module of the runtime, or `undefined` if it has none of that name. Adapters load modules at their first
 * use, so that importing an adapter works on every runtime and adds nothing to start-up.
 */
export function findBuiltinModule(name: string): unknown {
  const { process } = globalThis as { process?: ProcessWithModules };
  return process?.getBuiltinModule?.(name);
}

/** Makes the error of an adapter that is used on another runtime than its own. */
export function missingRuntime(adapter: string, needs: string): ConfigurationError {
  return new ConfigurationError({
    setting: adapter,
    message: `${adapter} needs ${needs}, which this runtime does not have; import the entry of the runtime that you are on`,
  });
}
