import type { Fault } from "../../../src/emulator/index.ts";
import { type EmulatedAws, emulateAws } from "./emulated-aws.ts";

const LIST = "/clusters/demo/pod-identity-associations";

/** A call that needs nothing. */
export function list(aws: EmulatedAws): Promise<Response> {
  return aws.call("eks", LIST);
}

/** An emulator with faults armed. */
export function withFault(...faults: Fault[]): EmulatedAws {
  const aws = emulateAws();
  for (const fault of faults) aws.emulator.injectFault(fault);
  return aws;
}
