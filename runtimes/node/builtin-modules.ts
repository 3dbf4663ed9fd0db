import { findBuiltinModule, missingRuntime } from "../shared/builtin-module.ts";

/** Node's built-in modules that podkey uses. */
interface BuiltinModules {
  readonly "node:crypto": typeof import("node:crypto");
  readonly "node:fs/promises": typeof import("node:fs/promises");
  readonly "node:http": typeof import("node:http");
  readonly "node:net": typeof import("node:net");
}

/** Returns one of Node's built-in modules. Throws `CONFIGURATION` on a runtime without them. */
export function builtinModule<Name extends keyof BuiltinModules>(name: Name): BuiltinModules[Name] {
  const found = findBuiltinModule(name);
  if (found) return found as BuiltinModules[Name];
  throw missingRuntime("podkey/node", "Node 22.3 or later, or its built-in modules");
}
