import { type Partition, partitionOfRegion } from "../aws/partitions.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { isLoopback, parseUrl } from "../lib/url.ts";
import type { Ports } from "../ports.ts";

/** The services that podkey calls, by their signing names. */
export type ServiceId = "eks" | "eks-auth" | "sts";

/** Where the services are. For settings that are absent, each call reads the environment. */
export interface EndpointSettings {
  /** The region, e.g. `us-west-2`. Default: `AWS_REGION`, else `AWS_DEFAULT_REGION`. */
  readonly region?: string | undefined;
  /**
   * A URL for all services, or one for each service, instead of AWS's. Default: `AWS_ENDPOINT_URL_<SERVICE>`, else
   * `AWS_ENDPOINT_URL`, else AWS's host for the region.
   */
  readonly endpoint?: string | Partial<Record<ServiceId, string>> | undefined;
  /** Uses hosts that are validated by FIPS 140. Default: `AWS_USE_FIPS_ENDPOINT`, else `false`. */
  readonly useFipsEndpoint?: boolean | undefined;
  /** Uses hosts with IPv4 and IPv6 addresses. Default: `AWS_USE_DUALSTACK_ENDPOINT`, else `false`. */
  readonly useDualstackEndpoint?: boolean | undefined;
  /**
   * Lets a token travel over plain HTTP to an endpoint that is not on this machine, for example to an emulator in another
   * container. Default: false.
   */
  readonly allowTokensOverHttp?: boolean | undefined;
}

/** The URL of a service, and the region to sign for. */
export interface Endpoint {
  /** Has no slash at the end. */
  readonly url: string;
  readonly region: string;
}

const HOST_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const FIPS_REGION = /^fips-|-fips$/;

/**
 * Finds a service by the rules of the AWS SDKs, in any partition. Throws `CONFIGURATION` for a missing or malformed region,
 * for a malformed URL, and for FIPS or dual-stack together with a custom endpoint.
 */
export function resolveEndpoint(service: ServiceId, settings: EndpointSettings, env: Ports["env"]): Endpoint {
  const region = resolveRegion(service, settings, env);
  const useFips = settings.useFipsEndpoint ?? readBoolean("AWS_USE_FIPS_ENDPOINT", env);
  const useDualstack = settings.useDualstackEndpoint ?? readBoolean("AWS_USE_DUALSTACK_ENDPOINT", env);
  const custom = customEndpoint(service, settings, env);
  if (custom !== undefined) {
    refuseContradiction("useFipsEndpoint", useFips, "a custom endpoint");
    refuseContradiction("useDualstackEndpoint", useDualstack && service !== "eks-auth", "a custom endpoint");
    return { url: checkedUrl(service, custom), region };
  }
  if (region === "aws-global") {
    refuseContradiction("useFipsEndpoint", useFips, "the region aws-global");
    refuseContradiction("useDualstackEndpoint", useDualstack, "the region aws-global");
    return { url: "https://sts.amazonaws.com", region: "us-east-1" };
  }
  return { url: `https://${hostOf(service, region, useFips, useDualstack)}`, region };
}

/** Throws `CONFIGURATION` if a token would travel in the clear to another machine, and the user has not allowed it. */
export function requireConfidential(
  service: ServiceId,
  { url }: Endpoint,
  { allowTokensOverHttp = false }: EndpointSettings,
): void {
  const parsed = new URL(url);
  if (allowTokensOverHttp || parsed.protocol === "https:" || isLoopback(parsed)) return;
  throw configurationError(
    "endpoint",
    `a token would go to ${service} at ${parsed.host} in the clear: use https, or set allowTokensOverHttp`,
  );
}

function hostOf(service: ServiceId, region: string, useFips: boolean, useDualstack: boolean): string {
  const partition = partitionOfRegion(region);
  // EKS Auth has hosts with the dual-stack suffix only.
  const onDualstack = useDualstack || service === "eks-auth";
  const suffix = onDualstack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
  return `${useFips ? fipsPrefix(service, partition, onDualstack) : service}.${region}.${suffix}`;
}

function fipsPrefix(service: ServiceId, { name }: Partition, onDualstack: boolean): string {
  if (onDualstack) return `${service}-fips`;
  // In GovCloud, the plain hosts of EKS and STS are validated by FIPS 140.
  if (name === "aws-us-gov") return service;
  return name === "aws" && service === "eks" ? "fips.eks" : `${service}-fips`;
}

function resolveRegion(service: ServiceId, settings: EndpointSettings, env: Ports["env"]): string {
  const region = settings.region || env("AWS_REGION") || env("AWS_DEFAULT_REGION");
  if (!region) {
    throw configurationError("region", `${service} needs a region: set the region option or AWS_REGION`);
  }
  if (!HOST_LABEL.test(region) || FIPS_REGION.test(region)) {
    throw configurationError(
      "region",
      "the region is not the name of a region, e.g. us-west-2 (for FIPS, set useFipsEndpoint)",
    );
  }
  // Only STS has a host for a whole partition, and only the partition `aws` has it.
  if (region.endsWith("-global") && (region !== "aws-global" || service !== "sts")) {
    throw configurationError("region", `${region} has no ${service}: name a region, e.g. us-west-2`);
  }
  return region;
}

function customEndpoint(
  service: ServiceId,
  { endpoint }: EndpointSettings,
  env: Ports["env"],
): string | undefined {
  const chosen = typeof endpoint === "string" ? endpoint : endpoint?.[service];
  if (chosen !== undefined || readBoolean("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", env)) return chosen;
  const serviceVariable = `AWS_ENDPOINT_URL_${service.toUpperCase().replace("-", "_")}`;
  return env(serviceVariable) || env("AWS_ENDPOINT_URL") || undefined;
}

function checkedUrl(service: ServiceId, endpoint: string): string {
  const url = parseUrl(endpoint);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw configurationError(
      "endpoint",
      `the endpoint of ${service} must be an http or https URL without a query`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

function refuseContradiction(setting: string, isOn: boolean, other: string): void {
  if (!isOn) return;
  throw configurationError(
    setting,
    `${setting} and ${other} contradict each other, because ${other} already names a host: remove one of them`,
  );
}

function readBoolean(name: string, env: Ports["env"]): boolean {
  const value = env(name);
  if (!value || value === "false") return false;
  if (value === "true") return true;
  throw configurationError(name, `${name} must be true or false`);
}

function configurationError(setting: string, message: string): ConfigurationError {
  return new ConfigurationError({ setting, message });
}
