import { ConfigurationError } from "../errors/errors.ts";
import { parseUrl } from "../lib/url.ts";

/** What the host of a URL says of the service behind it. */
export interface AwsHost {
  /** The signing name, as `s3`. */
  readonly service: string;
  readonly region: string;
}

/** The endings of AWS's hosts in all partitions, longest first where one ends in another. */
const SUFFIX =
  /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws(?:\.ic\.gov|\.scloud|\.hci\.ic\.gov)?|api\.amazonwebservices\.(?:com\.cn|eu)|api\.cloud-aws\.adc-e\.uk|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov|on\.aws)$/;
const REGION = /^(?:[a-z]{2,4}(?:-[a-z]+)+-\d+)$/;

/** Parts of a host that say how it is reached, not what it is. */
const ROUTING = new Set(["dualstack", "fips", "vpce"]);

/** Services whose hosts carry another name than their signatures. */
const SIGNING_NAMES: Readonly<Record<string, string>> = {
  "bedrock-agent": "bedrock",
  "bedrock-agent-runtime": "bedrock",
  "bedrock-runtime": "bedrock",
  ddb: "dynamodb",
  email: "ses",
  "email-smtp": "ses",
  "lambda-url": "lambda",
  queue: "sqs",
  "s3-accesspoint": "s3",
  "s3-control": "s3",
};

/** Services with one host for the whole partition `aws`, which signs as us-east-1. */
const GLOBAL = new Set([
  "budgets",
  "cloudfront",
  "iam",
  "importexport",
  "organizations",
  "route53",
  "s3",
  "sts",
  "waf",
]);

/** What is stated of a URL's service and region, and for the rest what its host tells. Throws `CONFIGURATION`. */
export function hostOf(url: string, { service, region }: Partial<AwsHost>): AwsHost {
  if (service && region) return { service, region };
  const parsed = parseUrl(url);
  if (!parsed) throw new ConfigurationError({ setting: "url", message: "the URL is not absolute" });
  const host = readAwsHost(parsed.hostname);
  return { service: service ?? host.service, region: region ?? host.region };
}

/**
 * Reads service and region off an AWS host: regional, dual-stack, FIPS, VPC endpoints, virtual-hosted buckets, function
 * URLs, in every partition. Throws `CONFIGURATION` for any other host: a guess would sign for the wrong service, and AWS's
 * answer would not say so.
 */
function readAwsHost(hostname: string): AwsHost {
  const suffix = SUFFIX.exec(hostname)?.[0];
  const labels = suffix ? hostname.slice(0, -suffix.length).split(".") : [];
  const names = labels.filter((label) => !ROUTING.has(label));
  // The last one: a bucket may be named like a region.
  const index = names.map((label) => REGION.test(label)).lastIndexOf(true);
  const region = names[index];
  // OpenSearch puts its name behind the region, all others before it.
  const after = region && names[index + 1];
  const before = region ? names[index - 1] : names.at(-1);
  const name = after ?? before;
  if (!name) throw unknownHost(hostname);
  const service = name === "iot" && names[0] !== "iot" ? "iotdata" : signingName(name);
  if (region) return { service, region };
  if (suffix === ".amazonaws.com" && GLOBAL.has(service)) return { service, region: "us-east-1" };
  throw unknownHost(hostname);
}

function signingName(label: string): string {
  const name = label.replace(/-fips$/, "").replace(/^s3express-.*/, "s3express");
  return SIGNING_NAMES[name] ?? name;
}

function unknownHost(hostname: string): ConfigurationError {
  return new ConfigurationError({
    setting: "service",
    message: `${hostname} does not tell its AWS service and region: pass both, as { service: "s3", region: "us-west-2" }`,
  });
}
