import { seededRandom } from "../wire/identifiers.ts";
import { partitionOf } from "../wire/partition.ts";
import { type Random, systemNow, systemRandom, systemSleep } from "../wire/platform.ts";
import { AssociationsStore } from "./associations.ts";
import { addCluster } from "./clusters.ts";
import { Faults } from "./faults.ts";
import { IdempotencyLedger } from "./idempotency.ts";
import { type EmulatedInstance, InstanceState } from "./instance.ts";
import { type EmulatorCredentials, Principals, SigningKeys } from "./principals.ts";
import { RequestLog } from "./request-log.ts";
import { Roles } from "./roles.ts";
import type { World } from "./world.ts";

/** How the emulated AWS is set up. Everything has a default. */
export interface EmulatorOptions {
  /** `us-west-2` */
  readonly region?: string;
  /** `111122223333` */
  readonly accountId?: string;
  /** Names of EKS clusters: `["demo"]`. */
  readonly clusters?: readonly string[];
  /** The keys of the IAM user: those of AWS's documentation. */
  readonly credentials?: EmulatorCredentials;
  /** The clock, in milliseconds since the epoch. */
  readonly now?: () => number;
  /** Chance, at least 0 and below 1; it decides ids, fake keys, and faults with a probability. */
  readonly random?: Random;
  /** Chance that repeats itself, in place of `random`. */
  readonly seed?: number;
  /** Waits for a number of milliseconds; only injected latency does. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** How long created, updated and deleted associations take to reach EKS Auth: 0. */
  readonly consistencyDelayMs?: number;
  /** Lifetime of EKS Auth credentials: 21600. Those of a target role end after 3600 at the latest. */
  readonly credentialTtlSeconds?: number;
  /** Items on a list page for callers that do not say: 100. */
  readonly pageSize?: number;
  /** Associations that a cluster holds: 5000. */
  readonly associationLimit?: number;
  /** The audience of web identity tokens: `sts.amazonaws.com`. */
  readonly webIdentityAudience?: string;
  /** The EC2 instance whose metadata is served: none. */
  readonly instance?: EmulatedInstance;
  /** How many requests the log keeps: 1000. */
  readonly requestLogSize?: number;
  /** The URL of a server in front of the emulator. */
  readonly publicUrl?: string;
  /** Whether a promise of one request may be awaited by another: true. Set it to false on Cloudflare Workers. */
  readonly shareInFlight?: boolean;
}

const DOCUMENTATION_KEYS: EmulatorCredentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** Builds the state of an emulator. */
export function createWorld(options: EmulatorOptions): { world: World; credentials: EmulatorCredentials } {
  const { region = "us-west-2", accountId = "111122223333", credentials = DOCUMENTATION_KEYS } = options;
  const chance = options.seed === undefined ? systemRandom : seededRandom(options.seed);
  const random = options.random ?? chance;
  const world: World = {
    config: {
      region,
      accountId,
      credentialTtlSeconds: options.credentialTtlSeconds ?? 21_600,
      pageSize: options.pageSize ?? 100,
      associationLimit: options.associationLimit ?? 5000,
      webIdentityAudience: options.webIdentityAudience ?? "sts.amazonaws.com",
      shareInFlight: options.shareInFlight ?? true,
    },
    now: options.now ?? systemNow,
    random,
    sleep: options.sleep ?? systemSleep,
    principals: new Principals(),
    roles: new Roles(random),
    clusters: new Map(),
    associations: new AssociationsStore(),
    idempotency: new IdempotencyLedger(),
    signingKeys: new SigningKeys(),
    faults: new Faults(),
    requestLog: new RequestLog(options.requestLogSize ?? 1000),
    instance: new InstanceState(),
    publicUrl: options.publicUrl?.replace(/\/+$/, ""),
    consistencyDelayMs: options.consistencyDelayMs ?? 0,
  };
  for (const name of options.clusters ?? ["demo"]) addCluster(world, name);
  world.instance.set(options.instance);
  addUser(world, credentials);
  return { world, credentials };
}

function addUser({ principals, config: { region, accountId } }: World, keys: EmulatorCredentials): void {
  principals.addUser({
    ...keys,
    sessionToken: undefined,
    arn: `arn:${partitionOf(region)}:iam::${accountId}:user/podkey`,
    userId: "AIDACKCEVSQ6C2EXAMPLE",
    accountId,
    session: undefined,
  });
}
