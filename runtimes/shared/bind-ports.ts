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
  return (options) => run({ ...options, ports: { ...runtimePorts(), ...options?.ports } } as Options);
}

/** Returns a function that makes the ports at its first call, so that the whole program shares what they cache. */
export function sharedPorts(make: () => Ports): () => Ports {
  let ports: Ports | undefined;
  return () => {
    ports ??= make();
    return ports;
  };
}
