import type { EmulatedService } from "./world/call.ts";

/** What a host name says about a request. */
export interface HostTarget {
  readonly service: EmulatedService;
  /** `undefined` where the host names none. */
  readonly region?: string;
  /** Set when the host is the endpoint of a cluster's Kubernetes API. */
  readonly clusterId?: string;
}

const PLAIN_SUFFIXES = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "c2s.ic.gov",
  "sc2s.sgov.gov",
  "cloud.adc-e.uk",
  "csp.hci.ic.gov",
  "amazonaws.eu",
];

const DUAL_STACK_SUFFIXES = [
  "api.aws",
  "api.amazonwebservices.com.cn",
  "api.aws.ic.gov",
  "api.aws.scloud",
  "api.cloud-aws.adc-e.uk",
  "api.aws.hci.ic.gov",
  "api.amazonwebservices.eu",
];

/** The link-local addresses of the instance metadata service. */
const INSTANCE_METADATA_HOSTS = new Set(["169.254.169.254", "[fd00:ec2::254]"]);

const SUFFIXES = [...PLAIN_SUFFIXES, ...DUAL_STACK_SUFFIXES];

/** Whether a host belongs to AWS, and can thus only be one that AWS has. */
export function isAwsHost(hostname: string): boolean {
  return SUFFIXES.some((suffix) => hostname.endsWith(`.${suffix}`));
}

/** The service and region of an AWS host, or `undefined` for a host that AWS does not have. */
export function readHost(hostname: string): HostTarget | undefined {
  if (INSTANCE_METADATA_HOSTS.has(hostname)) return { service: "instance-metadata" };
  if (hostname === "sts.amazonaws.com") return { service: "sts", region: "us-east-1" };
  const vpc = /^vpce-[\w-]+\.(eks|eks-auth|sts)\.([a-z0-9-]+)\.vpce\.amazonaws\.com$/.exec(hostname);
  if (vpc !== null) return { service: vpc[1] as EmulatedService, region: vpc[2] ?? "" };
  const suffix = SUFFIXES.find((candidate) => hostname.endsWith(`.${candidate}`));
  if (suffix === undefined) return undefined;
  const labels = hostname.slice(0, -suffix.length - 1);
  const dualStack = DUAL_STACK_SUFFIXES.includes(suffix);
  const service =
    /^(fips\.eks|eks-fips|eks|eks-auth-fips|eks-auth|sts-fips|sts|oidc\.eks)\.([a-z0-9-]+)$/.exec(labels);
  if (service !== null) return serviceTarget(service[1] ?? "", service[2] ?? "", dualStack);
  const api = /^([0-9a-f]{32})\.[a-z0-9]+\.([a-z0-9-]+)\.eks$/i.exec(labels);
  if (api === null) return undefined;
  return { service: "kubernetes", region: api[2] ?? "", clusterId: (api[1] ?? "").toUpperCase() };
}

function serviceTarget(label: string, region: string, dualStack: boolean): HostTarget | undefined {
  if (label === "oidc.eks") return { service: "oidc", region };
  const service = label.replace(/^fips\.|-fips$/, "") as EmulatedService;
  // EKS Auth has dual-stack hosts only, and the label `fips.eks` belongs to the plain ones.
  if (service === "eks-auth" && !dualStack) return undefined;
  if (label === "fips.eks" && dualStack) return undefined;
  return { service, region };
}
