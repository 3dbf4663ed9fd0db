import { createEmulator, type EmulatedInstance, type Emulator } from "../../src/emulator/index.ts";
import { type Ports, resolvePorts } from "../../src/ports.ts";
import { NOW_MS, ROLE_ARN } from "./aws-examples.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";

export const INSTANCE = {
  instanceId: "i-1234567890abcdef0",
  hostname: "ip-10-0-0-1.us-west-2.compute.internal",
  availabilityZoneId: "usw2-az1",
  roleArn: ROLE_ARN,
} as const satisfies EmulatedInstance;

/** What a program on an emulated EC2 instance can use. */
export interface OnInstance {
  readonly emulator: Emulator;
  readonly clock: FakeClock;
  readonly ports: Ports;
  /** Returns the requested operations, in order. */
  readonly operations: () => (string | undefined)[];
}

/** Makes ports with the network and time of an emulated EC2 instance. */
export function onInstance(
  instance: EmulatedInstance | undefined = INSTANCE,
  env: Readonly<Record<string, string>> = {},
): OnInstance {
  const clock = fakeClock(NOW_MS);
  const { now, monotonic, sleep, runLater } = clock;
  const emulator = createEmulator({ now, seed: 7, ...(instance && { instance }) });
  const ports = resolvePorts({
    fetch: emulator.fetch,
    now,
    monotonic,
    sleep,
    runLater,
    random: () => 0,
    env: (name) => env[name],
  });
  return { emulator, clock, ports, operations: () => emulator.requests.map(({ operation }) => operation) };
}

/** Makes the error that `fetch` rejects with if the operating system reports a code. */
export function connectionFailure(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(`connect ${code}`), { code }) });
}
