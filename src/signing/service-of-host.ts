import { partitionOfRegion, partitions } from "../aws/partitions.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { parseUrl } from "../lib/url.ts";
import { REGIONLESS_HOSTS, SERVICE_HOSTS } from "./aws-hosts.ts";

/** The service behind a host, as a signature names it. */
export interface AwsHost {
  /** The signing name, for example `s3`. */
  readonly service: string;
  /** The region's name, for example `us-west-2`. */
  readonly region: string;
}

/** The DNS suffix of functions, domains and clusters. */
const RESOURCE_SUFFIX = "on.aws";

/**
 * Hosts of resources, which botocore's rule sets do not have. `*` stands for the resource, `REGION` for a region that does
 * not stand last.
 */
const RESOURCE_HOSTS =
  " *.REGION.aoss=aoss *.REGION.cloudsearch=cloudsearch *.REGION.es=es *.REGION.neptune-graph=neptune-graph" +
  " *.REGION.osis=osis *.aos=es *.aoss=aoss *.appsync-api=appsync *.dsql=dsql *.execute-api=execute-api *.iot=iotdata" +
  " *.kinesisvideo=kinesisvideo *.lambda-url=lambda *.s3-accesspoint=s3 aps-workspaces=aps transcribestreaming=transcribe ";

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;
const ACCOUNT_ID = /^\d{12}$/;

/** Labels that say how a host is reached. */
const ROUTING = new Set(["dualstack", "fips"]);

/** Hosts of S3 whose resource has a name of one or more labels, for example `my.bucket`. */
const S3_HOST = /^s3(-object-lambda|-outposts)?$/;

/**
 * Returns the stated service and region, and reads what is missing from the URL's host. Throws `CONFIGURATION` if the URL is
 * not absolute, and if something is missing and the URL is not https or its host is not one of AWS's API.
 */
export function serviceOfHost(url: string, { service, region }: Partial<AwsHost>): AwsHost {
  if (service && region) return { service, region };
  const parsed = parseUrl(url);
  if (!parsed) throw new ConfigurationError({ setting: "url", message: "the URL is not absolute" });
  if (parsed.protocol !== "https:") throw insecureUrl(parsed);
  const host = readAwsHost(parsed.hostname);
  const found = { service: service ?? host.service, region: region ?? host.region };
  if (!found.service || !found.region) throw unknownHost(parsed.hostname);
  return { service: found.service, region: found.region };
}

/**
 * Reads an AWS host in every partition: regional, dual-stack, FIPS, VPC endpoints, hosts of one region only, and hosts of
 * resources. Leaves out what the host does not say: a guess would sign for the wrong service, and AWS's response would not
 * say so.
 */
function readAwsHost(hostname: string): Partial<AwsHost> {
  const host = hostname.replaceAll("-fips.", ".");
  const suffix = suffixOf(host);
  if (!suffix) return {};
  const labels = host
    .slice(0, -suffix.length - 1)
    .split(".")
    .filter((label) => !ROUTING.has(label));
  // The last one, because a bucket may be named like a region.
  const index = labels.map((label) => REGION.test(label) && isSuffixOf(label, suffix)).lastIndexOf(true);
  const region = labels[index];
  if (!region) return readRegionlessHost(labels, suffix);
  const service = signingName(labels.slice(0, index), labels.slice(index + 1));
  return service ? { service, region } : {};
}

function suffixOf(host: string): string | undefined {
  const suffixes = partitions().flatMap(({ dnsSuffix, dualStackDnsSuffix }) => [
    dnsSuffix,
    dualStackDnsSuffix,
  ]);
  return [...suffixes, RESOURCE_SUFFIX].find((suffix) => host.endsWith(`.${suffix}`));
}

function isSuffixOf(region: string, suffix: string): boolean {
  const { dnsSuffix, dualStackDnsSuffix } = partitionOfRegion(region);
  return suffix === dnsSuffix || suffix === dualStackDnsSuffix || suffix === RESOURCE_SUFFIX;
}

function readRegionlessHost(labels: readonly string[], suffix: string): Partial<AwsHost> {
  const api = [...labels, suffix].join(".");
  const isBucket = labels.length > 1 && labels.at(-1) === "s3";
  const [service, region] = lookUp(REGIONLESS_HOSTS, isBucket ? `s3.${suffix}` : api)?.split("@") ?? [];
  if (service && region) return { service, region };
  return labels.length > 1 && labels.at(-1) === "s3-accelerate" ? { service: "s3" } : {};
}

function signingName(before: readonly string[], after: readonly string[]): string | undefined {
  const isVpcEndpoint = after.join(".") === "vpce";
  const names = before.filter(
    (label) => !ACCOUNT_ID.test(label) && !(isVpcEndpoint && label.startsWith("vpce-")),
  );
  const tail = after.length === 0 || isVpcEndpoint ? [] : ["REGION", ...after];
  const last = names.at(-1) ?? "";
  if (tail.length === 0) {
    const known = lookUp(SERVICE_HOSTS, names.join("."));
    if (known) return known;
    if (last.startsWith("s3express-")) return "s3express";
    if (S3_HOST.test(last)) return last;
  }
  return (
    lookUp(RESOURCE_HOSTS, [...names, ...tail].join(".")) ??
    lookUp(RESOURCE_HOSTS, ["*", ...names.slice(1), ...tail].join("."))
  );
}

/** Returns what follows a word and `=` in a table, or the word itself if nothing follows. */
function lookUp(table: string, word: string): string | undefined {
  if (table.includes(` ${word} `)) return word;
  const start = table.indexOf(` ${word}=`);
  if (start < 0) return undefined;
  const valueStart = start + word.length + 2;
  return table.slice(valueStart, table.indexOf(" ", valueStart));
}

function insecureUrl({ protocol, host }: URL): ConfigurationError {
  return new ConfigurationError({
    setting: "url",
    message: `a request by ${protocol}//${host} is not signed for a service that its host names: use https, or pass service and region`,
  });
}

function unknownHost(hostname: string): ConfigurationError {
  return new ConfigurationError({
    setting: "service",
    message: `${hostname} does not tell its AWS service and region: pass both, for example { service: "s3", region: "us-west-2" }`,
  });
}
