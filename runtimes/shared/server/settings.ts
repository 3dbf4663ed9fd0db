import { ConfigurationError } from "../../../src/errors/errors.ts";
import type { CloseOptions, ServeOptions } from "./server.ts";

/** A unix socket or a TCP port. */
export type ListenAddress =
  | { readonly unix: string; readonly mode: number }
  | { readonly unix?: undefined; readonly port: number; readonly hostname: string };

/** The limits of a server. */
export interface ServeLimits {
  /** In bytes. Absent: the runtime's own limit. */
  readonly maxHeaderBytes?: number;
  readonly maxBodyBytes: number;
  readonly requestTimeoutMs: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

const MAX_TIMER_MS = 2 ** 31 - 1;
const MAX_PORT = 65_535;
const MAX_MODE = 0o777;
const BRACKETS = /^\[(.*)\]$/;

/** Returns the address to listen on. Throws `CONFIGURATION` if the options contradict each other or are out of range. */
export function listenAddress(options: ServeOptions): ListenAddress {
  const { unix, unixMode = 0o660, port = 0, hostname = "127.0.0.1" } = options;
  if (unix === undefined) {
    return { port: checkWhole("port", port, 0, MAX_PORT), hostname: hostname.replace(BRACKETS, "$1") };
  }
  if (options.port === undefined && options.hostname === undefined && unix !== "") {
    return { unix, mode: checkWhole("unixMode", unixMode, 0, MAX_MODE) };
  }
  throw new ConfigurationError({
    setting: "unix",
    message: `serve() was not started: it listens either on the unix socket ${JSON.stringify(unix)} or on a port and hostname; give one of them`,
  });
}

/** Returns the limits of the options, with defaults. Throws `CONFIGURATION` if one is out of range. */
export function serveLimits(options: ServeOptions): ServeLimits {
  const { maxHeaderBytes, maxBodyBytes = 2 ** 21, requestTimeoutMs = 30_000 } = options;
  const { maxConnections = 4096, maxConnectionsPerAddress = 1024 } = options;
  return {
    ...(maxHeaderBytes !== undefined && { maxHeaderBytes: checkWhole("maxHeaderBytes", maxHeaderBytes, 1) }),
    maxBodyBytes: checkWhole("maxBodyBytes", maxBodyBytes, 0),
    requestTimeoutMs: checkWhole("requestTimeoutMs", requestTimeoutMs, 1),
    maxConnections: checkWhole("maxConnections", maxConnections, 1),
    maxConnectionsPerAddress: checkWhole("maxConnectionsPerAddress", maxConnectionsPerAddress, 1),
  };
}

/** Returns a whole number within a range; by default that of timers. Throws `CONFIGURATION` if it is out of range. */
export function checkWhole(setting: string, value: number, min: number, max: number = MAX_TIMER_MS): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ConfigurationError({
    setting,
    message: `${setting} of the server is ${value}; give a whole number from ${min} to ${max}`,
  });
}

/** Waits until a server has ended, and forces its end when the grace is over. Rejects with `CONFIGURATION` for a bad grace. */
export async function endWithin(
  { graceMs = 0 }: CloseOptions,
  ended: Promise<unknown>,
  forceEnd: () => unknown,
): Promise<void> {
  if (checkWhole("graceMs", graceMs, 0) === 0) forceEnd();
  const timer = graceMs === 0 ? undefined : setTimeout(forceEnd, graceMs);
  try {
    await ended;
  } finally {
    clearTimeout(timer);
  }
}
