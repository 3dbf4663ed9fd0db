/** A group of AWS regions with DNS names and ARNs of its own. */
export interface Partition extends DnsSuffixes {
  /** The partition's name, which is also the second part of its ARNs, e.g. `aws-us-gov`. */
  readonly name: string;
}

/** The ends of AWS's host names in a partition. */
export interface DnsSuffixes {
  /** The DNS suffix of regional hosts, e.g. `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** The DNS suffix of hosts that are reached over IPv4 and IPv6, e.g. `api.aws`. */
  readonly dualStackDnsSuffix: string;
}

type Row = readonly [regionPrefix: string, dnsSuffix: string, dualStackDnsSuffix: string];

// Facts of botocore's partitions.json. Rows instead of objects, because every bundle that calls AWS holds them.
const AWS: Row = ["", "amazonaws.com", "api.aws"];
const ROWS: readonly Row[] = [
  ["cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["us-iso-", "c2s.ic.gov", "api.aws.ic.gov"],
  ["us-isob-", "sc2s.sgov.gov", "api.aws.scloud"],
  ["eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
  ["eusc-", "amazonaws.eu", "api.amazonwebservices.eu"],
  AWS,
];

/** The names of the partitions other than `aws`, by the prefix of their regions. Only bundles that write ARNs hold them. */
const NAMES: readonly (readonly [regionPrefix: string, name: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** The DNS suffix of functions, domains, clusters and other resources, in every partition. */
export const RESOURCE_DNS_SUFFIX = "on.aws";

/** Returns the DNS suffix of AWS that a lower-case host name ends with. Returns `undefined` for any other host. */
export function awsSuffixOf(hostname: string): string | undefined {
  const suffixes = ROWS.flatMap(([, ...dnsSuffixes]) => dnsSuffixes);
  return [...suffixes, RESOURCE_DNS_SUFFIX].find((suffix) => hostname.endsWith(`.${suffix}`));
}

/** Returns the DNS suffixes of a region's partition. An unknown region counts as a new one of `aws`, as in the AWS SDKs. */
export function dnsSuffixesOf(region: string): DnsSuffixes {
  const [, dnsSuffix, dualStackDnsSuffix] = ROWS.find(([prefix]) => region.startsWith(prefix)) ?? AWS;
  return { dnsSuffix, dualStackDnsSuffix };
}

/** Returns the partition of a region. An unknown region counts as a new one of `aws`, as in the AWS SDKs. */
export function partitionOfRegion(region: string): Partition {
  const [, name = "aws"] = NAMES.find(([prefix]) => region.startsWith(prefix)) ?? [];
  return { name, ...dnsSuffixesOf(region) };
}
