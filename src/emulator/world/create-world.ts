import { partitionOfRegion } from "../../aws/partitions.ts";
import { seededRandom } from "../wire/identifiers.ts";
import { type Random, systemNow, systemRandom, systemSleep } from "../wire/platform.ts";
import { AssociationsStore } from "./associations.ts";
import { addCluster } from "./clusters.ts";
import { Faults } from "./faults.ts";
import { IdempotencyLedger } from "./idempotency.ts";
import { type EmulatedInstance, InstanceState } from "./instance.ts";
import { KubernetesObjects } from "./kubernetes-objects.ts";
import { type EmulatorCredentials, Principals, SigningKeys } from "./principals.ts";
import { RequestLog } from "./request-log.ts";
import { Roles } from "./roles.ts";
import { checkHandlers, type ServiceHandler } from "./service-handler.ts";
import type { World } from "./world.ts";

/** The settings of an emulator. All have defaults. */
export interface EmulatorOptions {
  /**
   * Handlers of other AWS services by signing name, for example `{ s3: (request, session) => new Response() }`. A request
   * reaches its handler after signature, session token, region and time were verified. Default: none; requests to other
   * services then get status 501.
   */
  readonly services?: Readonly<Record<string, ServiceHandler>>;
  /** The region that clusters and associations are in. It decides the partition. Default: `us-west-2`. */
  readonly region?: string;
  /** The id of the account, 12 digits. Default: `111122223333`. */
  readonly accountId?: string;
  /** The names of the EKS clusters. Default: `["demo"]`. */
  readonly clusters?: readonly string[];
  /** The keys of the IAM user. Default: the example keys of AWS's documentation. */
  readonly credentials?: EmulatorCredentials;
  /** The wall clock, in milliseconds since the epoch. Default: the system's. */
  readonly now?: () => number;
  /** Random numbers, at least 0 and below 1, for ids, fake keys, and faults with a probability. Default: the system's. */
  readonly random?: Random;
  /** A seed for repeatable random numbers. Without effect beside `random`. Default: none. */
  readonly seed?: number;
  /** Waits for a number of milliseconds. Used for injected latency only. Default: a timer. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** How long a created, updated or deleted association takes to reach EKS Auth, in milliseconds. Default: 0. */
  readonly consistencyDelayMs?: number;
  /** How long credentials of EKS Auth last, in seconds; for a target role at most 3600. Default: 21600. */
  readonly credentialTtlSeconds?: number;
  /** The number of items on a list page if the request does not set `maxResults`. Default: 100. */
  readonly pageSize?: number;
  /** The largest number of associations in a cluster. Default: 5000. */
  readonly associationLimit?: number;
  /** The audience that STS requires in web identity tokens. Default: `sts.amazonaws.com`. */
  readonly webIdentityAudience?: string;
  /** The EC2 instance whose metadata is served. Default: none. */
  readonly instance?: EmulatedInstance;
  /** How many requests the log keeps. Default: 1000. */
  readonly requestLogSize?: number;
  /** The URL of a server in front of the emulator, for issuers and cluster endpoints. Default: AWS's hosts. */
  readonly publicUrl?: string;
  /**
   * Whether the Kubernetes API refuses what a real one refuses: requests without authorization, and unknown service
   * accounts, pods, nodes and Secrets. Default: false.
   */
  readonly strictKubernetes?: boolean;
  /** The bearer token of the Kubernetes administrator, for `strictKubernetes`. Default: `podkey-emulator-administrator`. */
  readonly kubernetesToken?: string;
  /** Whether one request may await the promise of another. Set it to false on Cloudflare Workers. Default: true. */
  readonly shareInFlight?: boolean;
}

const DOCUMENTATION_KEYS: EmulatorCredentials = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/** Creates the state of an emulator. */
export function createWorld(options: EmulatorOptions): { world: World; credentials: EmulatorCredentials } {
  const { region = "us-west-2", accountId = "111122223333", credentials = DOCUMENTATION_KEYS } = options;
  const { services = {} } = options;
  checkHandlers(services);
  const random = options.random ?? (options.seed === undefined ? systemRandom : seededRandom(options.seed));
  const world: World = {
    config: {
      region,
      accountId,
      credentialTtlSeconds: options.credentialTtlSeconds ?? 21_600,
      pageSize: options.pageSize ?? 100,
      associationLimit: options.associationLimit ?? 5000,
      webIdentityAudience: options.webIdentityAudience ?? "sts.amazonaws.com",
      shareInFlight: options.shareInFlight ?? true,
      strictKubernetes: options.strictKubernetes ?? false,
      kubernetesToken: options.kubernetesToken ?? "podkey-emulator-administrator",
    },
    now: options.now ?? systemNow,
    random,
    sleep: options.sleep ?? systemSleep,
    principals: new Principals(),
    roles: new Roles(random),
    clusters: new Map(),
    kubernetesObjects: new KubernetesObjects(),
    associations: new AssociationsStore(),
    idempotency: new IdempotencyLedger(),
    signingKeys: new SigningKeys(),
    faults: new Faults(),
    requestLog: new RequestLog(options.requestLogSize ?? 1000),
    instance: new InstanceState(),
    services: new Map(Object.entries(services)),
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
    arn: `arn:${partitionOfRegion(region).name}:iam::${accountId}:user/podkey`,
    userId: "AIDACKCEVSQ6C2EXAMPLE",
    accountId,
    session: undefined,
  });
}
