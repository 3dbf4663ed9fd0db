import type { Ports } from "../../src/ports.ts";

/** Options of a function that takes what the runtime supplies. */
interface WithPorts {
  readonly ports?: Partial<Ports> | undefined;
}

/** Binds the ports of a runtime to a function that takes them in its options. Ports in the options replace single ones. */
export function bindPorts<Options extends WithPorts, Result>(
  run: (options: Options) => Result,
  runtimePorts: () => Ports,
): (options?: Options) => Result {
  return (options) => run({ ...options, ports: withPorts(runtimePorts(), options?.ports) } as Options);
}

/**
 * Puts given ports in the place of a runtime's. A given `fetch` also sends metadata requests, unless `fetchDirect` is given too:
 * they would otherwise reach the real network past a fake one.
 */
export function withPorts(runtimePorts: Ports, given: Partial<Ports> = {}): Ports {
  const { fetchDirect: _fetchDirect, ...others } = runtimePorts;
  return given.fetch ? { ...others, ...given } : { ...runtimePorts, ...given };
}

/** Returns a function that makes the ports at its first call, so that the whole program shares what they cache. */
export function sharedPorts(make: () => Ports): () => Ports {
  let ports: Ports | undefined;
  return () => {
    ports ??= make();
    return ports;
  };
}
