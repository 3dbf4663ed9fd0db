import type { ServeLimits } from "./settings.ts";

/** Counts the connections of a server that are open, or on Bun its requests in progress. */
export interface ConnectionCount {
  /** Counts one more. Returns the function that counts it off at its end, or `undefined` if a limit is reached. */
  enter(address: string | undefined): (() => void) | undefined;
}

/** Starts to count. Clients of a unix socket have no address; only the limit in all applies to them. */
export function countConnections({
  maxConnections,
  maxConnectionsPerAddress,
}: Pick<ServeLimits, "maxConnections" | "maxConnectionsPerAddress">): ConnectionCount {
  const perAddress = new Map<string, number>();
  let total = 0;
  const leave = (address: string): void => {
    total -= 1;
    const rest = (perAddress.get(address) ?? 0) - 1;
    if (rest > 0) perAddress.set(address, rest);
    else perAddress.delete(address);
  };
  return {
    enter(address = "") {
      const fromAddress = perAddress.get(address) ?? 0;
      const isAddressFull = address !== "" && fromAddress >= maxConnectionsPerAddress;
      if (total >= maxConnections || isAddressFull) return undefined;
      total += 1;
      perAddress.set(address, fromAddress + 1);
      return () => leave(address);
    },
  };
}
