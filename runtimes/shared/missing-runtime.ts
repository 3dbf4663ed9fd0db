import { ConfigurationError } from "../../src/errors/errors.ts";

/** The error of an adapter that is used on a runtime which lacks what it stands for. */
export function missingRuntime(adapter: string, needs: string): ConfigurationError {
  return new ConfigurationError({
    setting: adapter,
    message: `${adapter} needs ${needs}, which this runtime does not have; import the adapter of the runtime you are on`,
  });
}
