import { dnsSuffixesOf } from "../aws/partitions.ts";
import { isRegionName, notARegionName } from "../aws/region-name.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { parseUrl } from "../lib/url.ts";
import { missingPort, type Ports } from "../ports.ts";

/** The services that podkey calls, by their signing names. */
export type ServiceId = "eks" | "eks-auth" | "sts";

/** Where the services are. For settings that are absent, each call reads the environment. */
export interface EndpointSettings {
  /** The region, e.g. `us-west-2`. Default: `AWS_REGION`, else `AWS_DEFAULT_REGION`. */
  readonly region?: string | undefined;
  /**
   * A URL for all services, or one for each service by its signing name, instead of AWS's. Default: the variable
   * `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`, else AWS's host for the region.
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

/** A service whose endpoint may be configured. */
export interface ConfigurableService {
  /** The signing name, which is the key in the `endpoint` option. */
  readonly service: string;
  /** The ends of its variables `AWS_ENDPOINT_URL_<SERVICE>`, in the order in which they are read. */
  readonly serviceIds: readonly string[];
}

/** The `endpoint` option: one URL, or URLs by the services' signing names. */
export interface ConfiguredEndpoints {
  readonly endpoint?: string | Readonly<Record<string, string | undefined>> | undefined;
}

/** A setting's name and value, so that an error can name what the user set. Not set: the value is `undefined`. */
interface Setting {
  readonly name: string;
  readonly value: string | undefined;
}

/** A URL without query and fragment, even empty ones: the path of a request is appended, and would become a part of them. */
const ENDPOINT = /^https?:\/\/[^?#]*$/i;
const FIPS_REGION = /^fips-|-fips$/;

/**
 * Finds a service by the rules of the AWS SDKs, in any partition. Throws `CONFIGURATION` for a missing or malformed region,
 * for a malformed URL, and for FIPS or dual-stack together with a custom endpoint.
 */
export function resolveEndpoint(service: ServiceId, settings: EndpointSettings, env: Ports["env"]): Endpoint {
  const region = resolveRegion(service, settings, env);
  const useFips = settings.useFipsEndpoint ?? readBoolean("AWS_USE_FIPS_ENDPOINT", env);
  const useDualstack = settings.useDualstackEndpoint ?? readBoolean("AWS_USE_DUALSTACK_ENDPOINT", env);
  const serviceIds = [service.toUpperCase().replace("-", "_")];
  const custom = configuredEndpoint({ service, serviceIds }, settings, env);
  const isGlobal = region === "aws-global";
  // EKS Auth has hosts with the dual-stack suffix only.
  const isDualstackOnly = service === "eks-auth";
  if (custom !== undefined || isGlobal) {
    const other = custom === undefined ? "the region aws-global" : "a custom endpoint";
    if (useFips) throw contradiction("useFipsEndpoint", other);
    if (useDualstack && !isDualstackOnly) throw contradiction("useDualstackEndpoint", other);
  }
  if (custom !== undefined) return { url: custom, region };
  if (isGlobal) return { url: "https://sts.amazonaws.com", region: "us-east-1" };
  return { url: `https://${hostOf(service, region, useFips, useDualstack || isDualstackOnly)}`, region };
}

/**
 * Returns the URL that the user configured instead of AWS's, without a slash at the end. Throws `CONFIGURATION` for a
 * malformed URL.
 */
export function configuredEndpoint(
  service: ConfigurableService,
  settings: ConfiguredEndpoints,
  env: Ports["env"],
): string | undefined {
  const { name, value } = endpointSetting(service, settings, env);
  if (value === undefined) return undefined;
  const url = parseUrl(value);
  if (url && ENDPOINT.test(value) && !url.username && !url.password) return url.href.replace(/\/+$/, "");
  const advice = "must begin with http:// or https://, and have no user, query and fragment";
  throw configurationError(name, `${name}: the endpoint of ${service.service} ${advice}`);
}

/** Returns the region of a client or a session, if one is set. Throws `CONFIGURATION` for a malformed one. */
export function regionOf({ region }: EndpointSettings, env: Ports["env"]): string | undefined {
  const option = { name: "region", value: region };
  const { name, value } = region ? option : firstVariable(["AWS_REGION", "AWS_DEFAULT_REGION"], env);
  if (value === undefined || (isRegionName(value) && !FIPS_REGION.test(value))) return value;
  throw configurationError(name, `${name}: ${notARegionName(value)} (for FIPS, set useFipsEndpoint)`);
}

function hostOf(service: ServiceId, region: string, useFips: boolean, onDualstack: boolean): string {
  const { dnsSuffix, dualStackDnsSuffix } = dnsSuffixesOf(region);
  const suffix = onDualstack ? dualStackDnsSuffix : dnsSuffix;
  return `${useFips ? fipsPrefix(service, region, suffix) : service}.${region}.${suffix}`;
}

function fipsPrefix(service: ServiceId, region: string, suffix: string): string {
  if (suffix === "amazonaws.com") {
    // In GovCloud, the plain hosts of EKS and STS are validated by FIPS 140.
    if (region.startsWith("us-gov-")) return service;
    if (service === "eks") return "fips.eks";
  }
  return `${service}-fips`;
}

function resolveRegion(service: ServiceId, settings: EndpointSettings, env: Ports["env"]): string {
  const region = regionOf(settings, env);
  if (!region) {
    const unread = missingPort("env", { env });
    const where = unread ? `the region option; ${unread}` : "the region option or AWS_REGION";
    throw configurationError("region", `${service} needs a region: set ${where}`);
  }
  // Only STS has a host for a whole partition, and only the partition `aws` has it.
  if (region.endsWith("-global") && (region !== "aws-global" || service !== "sts")) {
    throw configurationError("region", `${region} has no ${service}: name a region, e.g. us-west-2`);
  }
  return region;
}

function endpointSetting(
  { service, serviceIds }: ConfigurableService,
  { endpoint }: ConfiguredEndpoints,
  env: Ports["env"],
): Setting {
  const value = typeof endpoint === "string" ? endpoint : endpoint?.[service];
  const option = { name: "endpoint", value };
  if (value !== undefined || readBoolean("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", env)) return option;
  return firstVariable([...serviceIds.map((id) => `AWS_ENDPOINT_URL_${id}`), "AWS_ENDPOINT_URL"], env);
}

function firstVariable(names: readonly string[], env: Ports["env"]): Setting {
  for (const name of names) {
    const value = env(name);
    if (value) return { name, value };
  }
  return { name: "", value: undefined };
}

function contradiction(setting: string, other: string): ConfigurationError {
  return configurationError(setting, `${setting} and ${other} both choose a host: remove one of them`);
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
