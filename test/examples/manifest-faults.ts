/** The members of a container that the checks read. */
export interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly { readonly name: string }[];
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  };
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

interface Probe {
  readonly httpGet: { readonly port: string };
}

/** The members of a pod that the checks read. */
export interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
  readonly securityContext?: { readonly seccompProfile?: { readonly type: string } };
}

/** An object of a manifest. */
export interface KubernetesObject {
  readonly kind: string;
  readonly spec?: PodSpec & { readonly template?: { readonly spec: PodSpec } };
}

/** Capabilities that a container may have. Its manifest gives the reason for each. */
const GRANTED = new Set(["NET_ADMIN", "NET_BIND_SERVICE"]);

/** Finds faults that the API server accepts: references that do not resolve, and privileges without a reason. */
export function faultsOf({ spec }: KubernetesObject): string[] {
  const pod = spec?.template?.spec ?? spec;
  if (!pod) return [];
  const { initContainers = [], containers, volumes = [] } = pod;
  const names = new Set(volumes.map(({ name }) => name));
  return [
    ...(pod.securityContext?.seccompProfile?.type === "RuntimeDefault" ? [] : ["has no seccomp profile"]),
    ...[...initContainers, ...containers].flatMap((container) =>
      [...opennessOf(container), ...danglingOf(container, names)].map(
        (fault) => `${container.name}: ${fault}`,
      ),
    ),
  ];
}

function opennessOf({ securityContext = {} }: Container): string[] {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = securityContext;
  const extra = capabilities?.add?.filter((name) => !GRANTED.has(name)) ?? [];
  return [
    ...(allowPrivilegeEscalation === false ? [] : ["may escalate its privileges"]),
    ...(readOnlyRootFilesystem ? [] : ["may write to its image"]),
    ...(capabilities?.drop?.includes("ALL") ? [] : ["keeps the default capabilities"]),
    ...extra.map((name) => `is granted ${name}`),
  ];
}

function danglingOf(container: Container, volumes: ReadonlySet<string>): string[] {
  const { ports = [], volumeMounts = [], startupProbe, livenessProbe, readinessProbe } = container;
  const probes = [startupProbe, livenessProbe, readinessProbe].filter((probe) => probe !== undefined);
  return [
    ...probes
      .filter(({ httpGet }) => !ports.some(({ name }) => name === httpGet.port))
      .map(({ httpGet }) => `is probed at ${httpGet.port}, which is no port of it`),
    ...volumeMounts
      .filter(({ name }) => !volumes.has(name))
      .map(({ name }) => `mounts ${name}, which is no volume`),
  ];
}
