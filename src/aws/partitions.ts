/** A group of AWS regions with DNS names and ARNs of its own. */
export interface Partition {
  /** The partition's name, which is also the second part of its ARNs, e.g. `aws-us-gov`. */
  readonly name: string;
  /** The DNS suffix of regional hosts, e.g. `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** The DNS suffix of hosts that are reached over IPv4 and IPv6, e.g. `api.aws`. */
  readonly dualStackDnsSuffix: string;
}

type Row = readonly [name: string, regionPrefix: string, dnsSuffix: string, dualStackDnsSuffix: string];

const AWS: Row = ["aws", "", "amazonaws.com", "api.aws"];

// Facts of botocore's partitions.json. Rows instead of objects, because every bundle that calls AWS holds them.
const ROWS: readonly Row[] = [
  ["aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"],
  ["aws-us-gov", "us-gov-", "amazonaws.com", "api.aws"],
  ["aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"],
  ["aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"],
  ["aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"],
  ["aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"],
  ["aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu"],
  AWS,
];

/** The DNS suffix of functions, domains, clusters and other resources, in every partition. */
export const RESOURCE_DNS_SUFFIX = "on.aws";

/** Returns the DNS suffix of AWS that a lower-case host name ends with. Returns `undefined` for any other host. */
export function awsSuffixOf(hostname: string): string | undefined {
  const suffixes = ROWS.flatMap(([, , ...dnsSuffixes]) => dnsSuffixes);
  return [...suffixes, RESOURCE_DNS_SUFFIX].find((suffix) => hostname.endsWith(`.${suffix}`));
}

/** Returns the partition of a region. An unknown region counts as a new one of `aws`, as in the AWS SDKs. */
export function partitionOfRegion(region: string): Partition {
  return toPartition(ROWS.find(([, regionPrefix]) => region.startsWith(regionPrefix)) ?? AWS);
}

function toPartition([name, , dnsSuffix, dualStackDnsSuffix]: Row): Partition {
  return { name, dnsSuffix, dualStackDnsSuffix };
}
