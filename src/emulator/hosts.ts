import { awsSuffixOf, partitionOfRegion } from "../aws/partitions.ts";
import { isAwsRegion } from "../aws/region-name.ts";
import type { EmulatedService } from "./world/call.ts";

/** The service, region and cluster that a host name stands for. */
export interface HostTarget {
  readonly service: EmulatedService;
  /** `undefined` if the host name has no region. */
  readonly region?: string;
  /** The issuer id of a cluster whose Kubernetes API has this host. */
  readonly clusterId?: string;
}

/** The link-local addresses of the instance metadata service. */
const INSTANCE_METADATA_HOSTS: ReadonlySet<string> = new Set(["169.254.169.254", "[fd00:ec2::254]"]);

const SERVICE_HOST =
  /^(fips\.eks|eks-fips|eks|eks-auth-fips|eks-auth|sts-fips|sts|oidc\.eks)\.([a-z0-9-]+)\.(.+)$/;
const CLUSTER_HOST = /^([0-9a-f]{32})\.[a-z0-9]+\.([a-z0-9-]+)\.eks\.(.+)$/;
const VPC_ENDPOINT_HOST = /^vpce-[\w-]+\.(eks|eks-auth|sts)\.([a-z0-9-]+)\.vpce\.(.+)$/;

/** What the host name of any AWS API tells. */
export interface ApiHost {
  /** The label that names the service. For most services it is the signing name. */
  readonly label: string;
  /** `undefined` if the host name has no region. */
  readonly region: string | undefined;
}

/** Labels that say how a host is reached. */
const ROUTING_LABELS = new Set(["dualstack", "fips", "global", "us-gov", "vpce"]);

/** Reads a lower-case host name below a domain of AWS. Returns `undefined` for any other host name. */
export function readApiHost(hostname: string): ApiHost | undefined {
  const suffix = awsSuffixOf(hostname);
  if (suffix === undefined) return undefined;
  const labels = hostname
    .slice(0, -suffix.length - 1)
    .replaceAll("-fips", "")
    .split(".");
  const names = labels.filter((label) => !ROUTING_LABELS.has(label));
  const at = names.map(isAwsRegion).lastIndexOf(true);
  // The region stands behind the service, except in the hosts of some resources, for example of an EKS cluster.
  const label = (at < 0 ? names.at(-1) : (names[at + 1] ?? names[at - 1])) ?? suffix;
  return { label, region: names[at] };
}

/** Returns the target of a lower-case AWS host name. Returns `undefined` for a host that AWS does not have. */
export function readHost(hostname: string): HostTarget | undefined {
  if (INSTANCE_METADATA_HOSTS.has(hostname)) return { service: "instance-metadata" };
  if (hostname === "sts.amazonaws.com") return { service: "sts", region: "us-east-1" };
  return readServiceHost(hostname) ?? readVpcEndpointHost(hostname) ?? readClusterHost(hostname);
}

function readServiceHost(hostname: string): HostTarget | undefined {
  const [, label = "", region = "", suffix] = SERVICE_HOST.exec(hostname) ?? [];
  const { dnsSuffix, dualStackDnsSuffix } = partitionOfRegion(region);
  const dualStack = suffix === dualStackDnsSuffix;
  if (!dualStack && suffix !== dnsSuffix) return undefined;
  if (label === "oidc.eks") return dualStack ? undefined : { service: "oidc", region };
  const service = label.replace(/^fips\.|-fips$/, "") as EmulatedService;
  // EKS Auth has dual-stack hosts only, and the label `fips.eks` belongs to the plain ones.
  if (service === "eks-auth" && !dualStack) return undefined;
  if (label === "fips.eks" && dualStack) return undefined;
  return { service, region };
}

function readVpcEndpointHost(hostname: string): HostTarget | undefined {
  const [, service, region = "", suffix] = VPC_ENDPOINT_HOST.exec(hostname) ?? [];
  if (suffix !== partitionOfRegion(region).dnsSuffix) return undefined;
  return { service: service as EmulatedService, region };
}

function readClusterHost(hostname: string): HostTarget | undefined {
  const [, clusterId = "", region = "", suffix] = CLUSTER_HOST.exec(hostname) ?? [];
  if (suffix !== partitionOfRegion(region).dnsSuffix) return undefined;
  return { service: "kubernetes", region, clusterId: clusterId.toUpperCase() };
}
