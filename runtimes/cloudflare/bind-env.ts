import { ConfigurationError } from "../../src/errors/errors.ts";

let bound: object | undefined;

/**
 * Tells podkey the bindings of the Worker, so that its functions need neither `env` nor `ports`: variables and secrets stand for
 * environment variables. Call it at the top of each handler, or once at module level with the `env` of `cloudflare:workers`. All
 * requests of an isolate may share the bindings, because an isolate serves one version of one Worker.
 *
 * @example
 * import { env } from "cloudflare:workers";
 * import { bindEnv, connect } from "podkey/cloudflare";
 *
 * bindEnv(env);
 */
export function bindEnv(env: object): void {
  bound = env;
}

/** Returns the bindings that `bindEnv` took. Throws `CONFIGURATION` if it was not called before a variable is read. */
export function boundEnv(name: string): object {
  if (bound) return bound;
  throw new ConfigurationError({
    setting: "env",
    message: `${name} could not be read, because the bindings of this Worker are unknown: call bindEnv(env) at the top of the handler`,
  });
}
