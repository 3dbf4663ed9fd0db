import { OPERATIONS } from "./operations.ts";
import type { World } from "./world/world.ts";

/** Lists the names of the emulated operations, of one service or of all. */
export function operationNames(service?: string): string[] {
  const rows = OPERATIONS.filter(([name]) => service === undefined || name === service);
  return [...new Set(rows.map(([, name]) => name))];
}

/** Lists the services that the emulator answers for: its own, and those with a handler of the user. */
export function servicesOf({ services }: World): string[] {
  return [...new Set(OPERATIONS.map(([name]) => name)), ...services.keys()];
}
