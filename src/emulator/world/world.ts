import type { Random } from "../wire/platform.ts";
import type { AssociationsStore } from "./associations.ts";
import type { Cluster } from "./cluster.ts";
import type { Faults } from "./faults.ts";
import type { IdempotencyLedger } from "./idempotency.ts";
import type { InstanceState } from "./instance.ts";
import type { KubernetesObjects } from "./kubernetes-objects.ts";
import type { Principals, SigningKeys } from "./principals.ts";
import type { RequestLog } from "./request-log.ts";
import type { Roles } from "./roles.ts";
import type { ServiceHandler } from "./service-handler.ts";

/** The settings that do not change after `createEmulator`. */
export interface WorldConfig {
  readonly region: string;
  readonly accountId: string;
  readonly credentialTtlSeconds: number;
  readonly pageSize: number;
  readonly associationLimit: number;
  readonly webIdentityAudience: string;
  readonly shareInFlight: boolean;
  readonly strictKubernetes: boolean;
  readonly kubernetesToken: string;
}

/** The state that the emulated services share. */
export interface World {
  readonly config: WorldConfig;
  readonly now: () => number;
  readonly random: Random;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly principals: Principals;
  readonly roles: Roles;
  readonly clusters: Map<string, Cluster>;
  readonly kubernetesObjects: KubernetesObjects;
  readonly associations: AssociationsStore;
  readonly idempotency: IdempotencyLedger;
  readonly signingKeys: SigningKeys;
  readonly faults: Faults;
  readonly requestLog: RequestLog;
  readonly instance: InstanceState;
  /** The user's handlers by signing name. */
  readonly services: ReadonlyMap<string, ServiceHandler>;
  publicUrl: string | undefined;
  consistencyDelayMs: number;
}
