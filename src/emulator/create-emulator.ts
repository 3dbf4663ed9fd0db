import { checkFault } from "./apply-faults.ts";
import { addAssociation } from "./eks/add-association.ts";
import type { AddonAssociation, IssueTokenRequest, RotateSigningKeyOptions } from "./emulator-inputs.ts";
import { expectRequests } from "./expect-requests.ts";
import type { RequestExpectation, RequestSelection } from "./expectations/expectation.ts";
import { handleRequest } from "./handle-request.ts";
import { type ObjectIdentity, signServiceAccountToken } from "./kubernetes/token-issuer.ts";
import { addCluster, requireCluster } from "./world/clusters.ts";
import { createWorld, type EmulatorOptions } from "./world/create-world.ts";
import type { Fault } from "./world/faults.ts";
import type { EmulatedInstance } from "./world/instance.ts";
import type { KubernetesObject, KubernetesObjectKey } from "./world/kubernetes-objects.ts";
import type { EmulatorCredentials, EmulatorSession } from "./world/principals.ts";
import type { RecordedRequest } from "./world/request-log.ts";
import type { RoleSettings } from "./world/roles.ts";
import type { World } from "./world/world.ts";

/** An emulated AWS in one `fetch` function: EKS, EKS Auth, STS, OIDC issuers, TokenRequest, and instance metadata. */
export interface Emulator {
  /**
   * Answers a request. A host of AWS names the service; at any other host, the signature or the path names it. Rejects with a
   * `TypeError` if an injected fault drops the connection (see `isDroppedConnection`), or if an emulated service has no such
   * host.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
  /** The long-lived keys of an IAM user with all permissions. */
  readonly credentials: EmulatorCredentials;
  /** The last requests, oldest first. Their headers and bodies contain credentials and tokens. */
  readonly requests: readonly RecordedRequest[];
  /**
   * Checks the requests since the start or the last `clearRequests`: those of an operation or a service by its name, those of
   * `{ service, operation }`, or all (`"*"`). Throws an `AssertionError` that lists the requests that arrived if one
   * of the selected ones is not as expected, and a `TypeError` for an unknown name.
   * @example emulator.expect("AssumeRoleForPodIdentity", { times: 1, region: "us-west-2", secretInUrl: false });
   */
  expect(selection: string | RequestSelection, expectation?: RequestExpectation): void;
  /** Empties `requests`. */
  clearRequests(): void;
  /** Adds a cluster if there is none of that name. Throws a `TypeError` if the name is not a cluster name. */
  addCluster(name: string): void;
  /** Adds an association that only its add-on may change. Throws an `Error` if the pair is taken. */
  addAddonAssociation(association: AddonAssociation): { associationId: string; associationArn: string };
  /** Changes the given settings of a role and keeps the others. */
  setRole(roleArn: string, settings: RoleSettings): void;
  /** Sets the EC2 instance whose metadata is served (IMDSv2). With `undefined` every metadata path answers 404. */
  setInstance(instance: EmulatedInstance | undefined): void;
  /** Invalidates all IMDSv2 tokens that were issued before. */
  forgetMetadataTokens(): void;
  /**
   * Adds an object to a cluster's Kubernetes API, or replaces the one of the same kind and name. The object's namespace
   * exists from then on. Throws an `Error` for an unknown cluster.
   */
  addKubernetesObject(clusterName: string, object: KubernetesObject): void;
  /** Removes an object from a cluster's Kubernetes API. Throws an `Error` for an unknown cluster. */
  removeKubernetesObject(clusterName: string, key: KubernetesObjectKey): void;
  /** Issues a service-account token as Kubernetes does. Throws an `Error` for an unknown cluster. */
  issueToken(request: IssueTokenRequest): Promise<string>;
  /** Signs with a new key from now on, and returns its key id. Throws an `Error` for an unknown cluster. */
  rotateSigningKey(clusterName: string, options?: RotateSigningKeyOptions): Promise<string>;
  /** Returns the content of a role session by its access key id. */
  session(accessKeyId: string): EmulatorSession | undefined;
  /**
   * Makes matching requests fail, or slows them down, from now on. Throws a `TypeError` that lists the known names for an
   * unknown service, operation or kind.
   */
  injectFault(fault: Fault): void;
  /** Removes all injected faults. */
  clearFaults(): void;
  /** Sets how long a created, updated or deleted association takes to reach EKS Auth, in milliseconds. */
  setConsistencyDelayMs(delayMs: number): void;
  /** Sets the URL of the server in front of `fetch`, for issuers and cluster endpoints. `undefined` means AWS's hosts. */
  setPublicUrl(url: string | undefined): void;
}

/**
 * Creates an emulator. Emulators share no state.
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
    expect: (selection, expectation = {}) => expectRequests(world, selection, expectation),
    clearRequests: () => world.requestLog.clear(),
    addCluster: (name) => {
      addCluster(world, name);
    },
    addAddonAssociation: (association) => addAddonAssociation(world, association),
    setRole: (roleArn, settings) => world.roles.set(roleArn, settings),
    setInstance: (instance) => world.instance.set(instance),
    forgetMetadataTokens: () => world.instance.forgetTokens(),
    addKubernetesObject: (clusterName, object) =>
      world.kubernetesObjects.add(requireCluster(world, clusterName, world.config.region), object),
    removeKubernetesObject: (clusterName, key) =>
      world.kubernetesObjects.remove(requireCluster(world, clusterName, world.config.region), key),
    issueToken: (request) => issueToken(world, request),
    rotateSigningKey: (clusterName, rotation) => rotateSigningKey(world, clusterName, rotation),
    session: (accessKeyId) => world.principals.find(accessKeyId)?.session,
    injectFault: (fault) => {
      checkFault(world, fault);
      world.faults.inject(fault);
    },
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
  // A server passes the client's address as the second argument, which is no `RequestInit`.
  const isComplete = input instanceof Request && (init === undefined || "address" in init);
  const request = isComplete ? input : new Request(input, init);
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
  const { namespace, serviceAccount, podName = `${serviceAccount}-0`, nodeName } = request;
  const { audience = "pods.eks.amazonaws.com", expirationSeconds = 86_400 } = request;
  const cluster = requireCluster(world, request.clusterName, world.config.region);
  const identify = (key: KubernetesObjectKey): ObjectIdentity => {
    return { name: key.name, uid: world.kubernetesObjects.uidOf(cluster, key) };
  };
  const issued = await signServiceAccountToken(world, cluster, {
    namespace,
    serviceAccount: identify({ kind: "ServiceAccount", namespace, name: serviceAccount }),
    pod: identify({ kind: "Pod", namespace, name: podName }),
    node: nodeName === undefined ? undefined : identify({ kind: "Node", name: nodeName }),
    audiences: typeof audience === "string" ? [audience] : audience,
    lifetimeSeconds: expirationSeconds,
  });
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
