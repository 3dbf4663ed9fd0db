import { addAssociation } from "./eks/add-association.ts";
import { handleRequest } from "./handle-request.ts";
import { signServiceAccountToken } from "./kubernetes/token-issuer.ts";
import { addCluster, requireCluster } from "./world/clusters.ts";
import { createWorld, type EmulatorOptions } from "./world/create-world.ts";
import type { Fault } from "./world/faults.ts";
import type { EmulatedInstance } from "./world/instance.ts";
import type { EmulatorCredentials, EmulatorSession } from "./world/principals.ts";
import type { RecordedRequest } from "./world/request-log.ts";
import type { RoleSettings } from "./world/roles.ts";
import type { World } from "./world/world.ts";

/** Whose token to issue, for whom, and for how long. */
export interface IssueTokenRequest {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** `{serviceAccount}-0` unless told. */
  readonly podName?: string;
  readonly nodeName?: string;
  /** `pods.eks.amazonaws.com` unless told. */
  readonly audience?: string | readonly string[];
  /** 86400 unless told; any positive number, below Kubernetes' minimum too. */
  readonly expirationSeconds?: number;
}

/** An association that belongs to an EKS add-on. */
export interface AddonAssociation {
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  /** The ARN of the add-on. */
  readonly ownerArn: string;
}

/** How to rotate a cluster's signing key. */
export interface RotateSigningKeyOptions {
  /**
   * When the old key leaves the published keys, in milliseconds since the epoch; 0 for at once.
   * Unless told, when the last token signed so far has expired.
   */
  readonly publishOldUntilMs?: number;
}

/** A fake AWS in one `fetch` function: EKS, EKS Auth, STS, OIDC issuers, TokenRequest, and instance metadata. */
export interface Emulator {
  /**
   * Answers a request to an AWS host, or to any other host by its path. Rejects with a `TypeError` when the
   * connection is dropped (see `isDroppedConnection`) or when the AWS host does not exist.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** Long-lived keys of an IAM user who may do everything. */
  readonly credentials: EmulatorCredentials;
  /** The last requests, oldest first, with their headers and bodies: authorization and tokens included. */
  readonly requests: readonly RecordedRequest[];
  clearRequests(): void;
  /** Adds a cluster, unless it is there. @throws TypeError when the name is not a cluster name. */
  addCluster(name: string): void;
  /** Adds an association that only its add-on may change. @throws Error when the pair is taken. */
  addAddonAssociation(association: AddonAssociation): { associationId: string; associationArn: string };
  /** Describes a role; members that are left out stay as they are. */
  setRole(roleArn: string, settings: RoleSettings): void;
  /** Serves the metadata of an EC2 instance from now on (IMDSv2), or of none: then every path of it answers 404. */
  setInstance(instance: EmulatedInstance | undefined): void;
  /** Makes every IMDSv2 token bad that was given out so far. */
  forgetMetadataTokens(): void;
  /** A projected service-account token, as Kubernetes signs it. @throws Error for an unknown cluster. */
  issueToken(request: IssueTokenRequest): Promise<string>;
  /** Signs with a new key from now on; answers its key id. @throws Error for an unknown cluster. */
  rotateSigningKey(clusterName: string, options?: RotateSigningKeyOptions): Promise<string>;
  /** What a role session carries, by its access key id. */
  session(accessKeyId: string): EmulatorSession | undefined;
  injectFault(fault: Fault): void;
  clearFaults(): void;
  /** How long created, updated and deleted associations take to reach EKS Auth. */
  setConsistencyDelayMs(delayMs: number): void;
  /** The URL of the server in front of `fetch`: issuers and cluster endpoints then point there. */
  setPublicUrl(url: string | undefined): void;
}

/**
 * Creates an emulator with state of its own.
 * @example
 * const emulator = createEmulator({ clusters: ["demo"] });
 * const token = await emulator.issueToken({ clusterName: "demo", namespace: "shop", serviceAccount: "cart" });
 * await emulator.fetch("https://oidc.eks.us-west-2.amazonaws.com/id/…/keys");
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { world, credentials } = createWorld(options);
  return {
    fetch: (input, init) => fetchFrom(world, input, init),
    credentials,
    get requests() {
      return world.requestLog.entries;
    },
    clearRequests: () => world.requestLog.clear(),
    addCluster: (name) => {
      addCluster(world, name);
    },
    addAddonAssociation: (association) => addAddonAssociation(world, association),
    setRole: (roleArn, settings) => world.roles.set(roleArn, settings),
    setInstance: (instance) => world.instance.set(instance),
    forgetMetadataTokens: () => world.instance.tokens.clear(),
    issueToken: (request) => issueToken(world, request),
    rotateSigningKey: (clusterName, rotation) => rotateSigningKey(world, clusterName, rotation),
    session: (accessKeyId) => world.principals.find(accessKeyId)?.session,
    injectFault: (fault) => world.faults.inject(fault),
    clearFaults: () => world.faults.clear(),
    setConsistencyDelayMs: (delayMs) => {
      world.consistencyDelayMs = delayMs;
    },
    setPublicUrl: (url) => {
      world.publicUrl = url?.replace(/\/+$/, "");
    },
  };
}

async function fetchFrom(world: World, input: string | URL | Request, init?: RequestInit): Promise<Response> {
  // A server hands over who the client is in place of settings.
  const isWhole = input instanceof Request && (init === undefined || "address" in init);
  const request = isWhole ? input : new Request(input, init);
  return handleRequest(world, request);
}

function addAddonAssociation(
  world: World,
  association: AddonAssociation,
): { associationId: string; associationArn: string } {
  const cluster = requireCluster(world, association.clusterName, world.config.region);
  const { associationId, associationArn } = addAssociation(world, cluster, {
    ...association,
    tags: {},
    disableSessionTags: undefined,
    targetRoleArn: undefined,
    policy: undefined,
  });
  return { associationId, associationArn };
}

async function issueToken(world: World, request: IssueTokenRequest): Promise<string> {
  const { audience = "pods.eks.amazonaws.com", expirationSeconds = 86_400 } = request;
  const cluster = requireCluster(world, request.clusterName, world.config.region);
  const subject = { ...request, podName: request.podName ?? `${request.serviceAccount}-0` };
  const audiences = typeof audience === "string" ? [audience] : audience;
  const issued = await signServiceAccountToken(world, cluster, subject, audiences, expirationSeconds);
  return issued.token;
}

async function rotateSigningKey(
  world: World,
  clusterName: string,
  options: RotateSigningKeyOptions = {},
): Promise<string> {
  const cluster = requireCluster(world, clusterName, world.config.region);
  return (await cluster.keys.rotate(options.publishOldUntilMs)).kid;
}
