import type { Fetch } from "../../src/lib/fetch.ts";

/** A network between the fake runtime and its answers. */
export interface Network {
  /** Returns a `fetch` that sends over the network to the given one. */
  readonly over: (fetch: Fetch) => Fetch;
  /** Resolves once no request moves: each one has its answer, or will never get one. */
  readonly settle: () => Promise<void>;
}

/** The default: requests reach the answers of the fake runtime by a call. */
const DIRECT: Network = { over: (fetch) => fetch, settle: async () => undefined };

let network = DIRECT;

/** Returns the network that fake runtimes use. */
export function currentNetwork(): Network {
  return network;
}

/** Puts a network between fake runtimes and their answers. Default: none. */
export function useNetwork(next: Network = DIRECT): void {
  network = next;
}
