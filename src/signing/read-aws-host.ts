import { awsSuffixOf, dnsSuffixesOf, RESOURCE_DNS_SUFFIX } from "../aws/partitions.ts";
import { isAwsRegion } from "../aws/region-name.ts";
import { REGIONLESS_HOSTS, SERVICE_HOSTS } from "./aws-hosts.ts";

/** What a host under AWS's DNS suffixes tells. What it does not tell is absent. */
export interface AwsHost {
  /** The service's signing name. */
  readonly service?: string;
  /** The region in the host's name. */
  readonly region?: string;
  /** The region that signs if the caller and the session name none. */
  readonly fallbackRegion?: string;
  /** The API behind the host. Absent for the host of a single resource, for example of an API Gateway. */
  readonly api?: AwsApi;
}

/** The API of a service, which can be at another endpoint too, for example at an emulator's. */
export interface AwsApi {
  /** The services of the AWS SDKs that use the host, in the form of their variables, for example `SECRETS_MANAGER`. */
  readonly serviceIds: readonly string[];
  /** The bucket in the host of S3, which other endpoints expect in the path. */
  readonly bucket?: string;
}

/** An entry of a table of hosts. */
interface Entry {
  readonly service: string;
  readonly serviceIds: readonly string[];
}

/**
 * Hosts of resources, which botocore's rule sets do not have. `*` stands for the resource, `REGION` for a region that does
 * not stand last.
 */
const RESOURCE_HOSTS =
  " *.REGION.aoss=aoss *.REGION.cloudsearch=cloudsearch *.REGION.es=es *.REGION.neptune-graph=neptune-graph" +
  " *.REGION.osis=osis *.aos=es *.aoss=aoss *.appsync-api=appsync *.dsql=dsql *.execute-api=execute-api *.iot=iotdata" +
  " *.kinesisvideo=kinesisvideo *.lambda-url=lambda *.s3-accesspoint=s3 aps-workspaces=aps transcribestreaming=transcribe ";

/** Signing names of connections to resources, which no host of an API has. */
const OTHER_NAMES = " iotdevicegateway kafka-cluster rds-db vpc-lattice-svcs ";

const ACCOUNT_ID = /^\d{12}$/;

/** Labels that say how a host is reached. */
const ROUTING = new Set(["dualstack", "fips"]);

/** Hosts of S3 whose resource has a name of one or more labels, for example `my.bucket`. */
const S3_HOST = /^s3(-object-lambda|-outposts)?$/;

/**
 * Reads an AWS host in every partition: regional, dual-stack, FIPS, VPC endpoints, hosts of one region only, and hosts of
 * resources. Leaves out what the host does not say: a guess would sign for the wrong service, and AWS's response would not
 * say so. Returns `undefined` for a host outside of AWS's DNS suffixes.
 */
export function readAwsHost(hostname: string): AwsHost | undefined {
  const suffix = awsSuffixOf(hostname);
  if (!suffix) return undefined;
  const given = hostname.slice(0, -suffix.length - 1).split(".");
  const labels = given.map((label) => label.replace(/-fips$/, ""));
  // The last one, because a bucket may be named like a region.
  const index = labels.map((label) => isAwsRegion(label) && isSuffixOf(label, suffix)).lastIndexOf(true);
  const region = labels[index];
  if (!region) return readRegionlessHost(withoutRouting(labels), given, suffix);
  const before = withoutRouting(labels.slice(0, index));
  const after = withoutRouting(labels.slice(index + 1));
  return { ...readService(before, after, given.slice(0, index)), region };
}

/** Whether a service of AWS signs under this name. */
export function isSigningName(name: string): boolean {
  const tables = SERVICE_HOSTS + RESOURCE_HOSTS + REGIONLESS_HOSTS + OTHER_NAMES;
  return [" ", "="].some((start) => [" ", ":", "@"].some((end) => tables.includes(start + name + end)));
}

/** Returns the signing name of a service that is named like its host, for example `bedrock` for `bedrock-runtime`. */
export function signingNameOf(host: string): string | undefined {
  return lookUp(SERVICE_HOSTS, host)?.service;
}

function isSuffixOf(region: string, suffix: string): boolean {
  const { dnsSuffix, dualStackDnsSuffix } = dnsSuffixesOf(region);
  return suffix === dnsSuffix || suffix === dualStackDnsSuffix || suffix === RESOURCE_DNS_SUFFIX;
}

function withoutRouting(labels: readonly string[]): string[] {
  return labels.filter((label) => !ROUTING.has(label));
}

function readRegionlessHost(labels: readonly string[], given: readonly string[], suffix: string): AwsHost {
  const last = labels.at(-1) ?? "";
  const hasBucket = labels.length > 1;
  if (hasBucket && last === "s3-accelerate") return { service: "s3", api: s3ApiOf(given) };
  const isBucket = hasBucket && last === "s3";
  const entry = lookUp(REGIONLESS_HOSTS, `${isBucket ? last : labels.join(".")}.${suffix}`);
  if (!entry) return {};
  const { serviceIds } = entry;
  const [service = "", region = ""] = entry.service.split("@");
  // AWS sends a request for a bucket to the bucket's region, which is rarely another one than the session's.
  if (isBucket) return { service, fallbackRegion: region, api: s3ApiOf(given) };
  return { service, region, api: { serviceIds } };
}

/** Reads the service. `given` is what stands before the region, unchanged. */
function readService(
  before: readonly string[],
  after: readonly string[],
  given: readonly string[],
): Omit<AwsHost, "region"> {
  const isVpcEndpoint = after.join(".") === "vpce";
  const names = before.filter(
    (label) => !ACCOUNT_ID.test(label) && !(isVpcEndpoint && label.startsWith("vpce-")),
  );
  const tail = after.length === 0 || isVpcEndpoint ? [] : ["REGION", ...after];
  const last = names.at(-1) ?? "";
  if (tail.length === 0) {
    const known = lookUp(SERVICE_HOSTS, names.join("."));
    const isDirectory = last.startsWith("s3express-");
    const api = isDirectory || S3_HOST.test(last) ? s3ApiOf(given, isVpcEndpoint) : undefined;
    if (api?.bucket || (api && !known)) return { service: isDirectory ? "s3express" : last, api };
    if (known) return { service: known.service, api: { serviceIds: known.serviceIds } };
  }
  const resource =
    lookUp(RESOURCE_HOSTS, [...names, ...tail].join(".")) ??
    lookUp(RESOURCE_HOSTS, ["*", ...names.slice(1), ...tail].join("."));
  return resource ? { service: resource.service } : {};
}

/** Finds the bucket before the labels of S3, of routing, and of a VPC endpoint (`<bucket>.bucket.vpce-<id>.s3`). */
function s3ApiOf(labels: readonly string[], isVpcEndpoint = false): AwsApi {
  let end = labels.length;
  while (ROUTING.has(labels[end - 1] ?? "")) end -= 1;
  end -= 1;
  if (isVpcEndpoint) end -= 2;
  const bucket = labels.slice(0, Math.max(0, end)).join(".");
  return { serviceIds: ["S3"], ...(bucket && { bucket }) };
}

/** Finds a word in a table. Signing name and service ids are the word itself unless the table says otherwise. */
function lookUp(table: string, word: string): Entry | undefined {
  let start = 0;
  let end = 0;
  // Words that begin with this one may come first.
  while (start === 0 || !" =:".includes(table.charAt(end))) {
    start = table.indexOf(` ${word}`, start) + 1;
    if (start === 0) return undefined;
    end = start + word.length;
  }
  const [names = "", ids] = table.slice(start, table.indexOf(" ", start)).split(":");
  const [host = "", service = host] = names.split("=");
  const [signingName = ""] = service.split("@");
  const serviceIds = (ids ?? signingName) || host;
  return { service, serviceIds: serviceIds.replaceAll(/[-.]/g, "_").toUpperCase().split(",") };
}
