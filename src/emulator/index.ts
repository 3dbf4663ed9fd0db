export type {
  AddonAssociation,
  Emulator,
  IssueTokenRequest,
  RotateSigningKeyOptions,
} from "./create-emulator.ts";
export { createEmulator } from "./create-emulator.ts";
export { isDroppedConnection } from "./wire/network-errors.ts";
export type { Random } from "./wire/platform.ts";
export type { EmulatorOptions } from "./world/create-world.ts";
export type { Fault, FaultEffect, FaultScope } from "./world/faults.ts";
export type { EmulatedInstance } from "./world/instance.ts";
export type { KubernetesObject, KubernetesObjectKey } from "./world/kubernetes-objects.ts";
export type { EmulatorCredentials, EmulatorSession } from "./world/principals.ts";
export type { RecordedRequest } from "./world/request-log.ts";
export type { RoleSettings } from "./world/roles.ts";
