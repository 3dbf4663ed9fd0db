export type {
  AddonAssociation,
  Emulator,
  IssueTokenRequest,
  RotateSigningKeyOptions,
} from "./create-emulator.ts";
export { createEmulator } from "./create-emulator.ts";
export type { EmulatorOptions } from "./create-world.ts";
export type { Random } from "./defaults.ts";
export type { EmulatedInstance } from "./emulated-instance.ts";
export type { Fault, FaultEffect, FaultScope } from "./faults.ts";
export { isDroppedConnection } from "./network-errors.ts";
export type { EmulatorCredentials, EmulatorSession } from "./principals.ts";
export type { RecordedRequest } from "./request-log.ts";
export type { RoleSettings } from "./roles.ts";
