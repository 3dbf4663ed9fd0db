import { isRegionName, notARegionName } from "../aws/region-name.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { parseUrl } from "../lib/url.ts";
import { type AwsApi, type AwsHost, isSigningName, readAwsHost, signingNameOf } from "./read-aws-host.ts";

/** The service and region that a signature is for, and the API behind the host if it is one of AWS's. */
export interface SigningTarget {
  /** The signing name, for example `s3`. */
  readonly service: string;
  /** The region's name, for example `us-west-2`. */
  readonly region: string;
  /** The API of the service. Absent for a host that is not AWS's, and for the host of a single resource. */
  readonly api?: AwsApi;
}

/** What the caller and the session state of a request. */
export interface StatedTarget {
  /** The signing name. Default: that of the host. */
  readonly service?: string | undefined;
  /** The region to sign for. Default: that of the host. */
  readonly region?: string | undefined;
  /** Returns the session's region, for a host that names none. Default: none. */
  readonly sessionRegion?: () => string | undefined;
}

const SIGNING_NAME = /^[A-Za-z0-9][\w.-]*$/;

/**
 * Finds the service and region to sign for: the stated ones, else those of the URL's host, else the session's region. Throws
 * `CONFIGURATION` if the URL is not absolute or holds a user, if the host does not tell what is missing, if a service is read
 * from a host that is not reached by https, and for an unknown service name without a region.
 */
export function serviceOfHost(url: string, stated: StatedTarget): SigningTarget {
  const parsed = parseUrl(url);
  if (!parsed) throw configurationError("url", "the URL is not absolute: begin it with https:// and a host");
  if (parsed.username || parsed.password) throw hasUser(parsed);
  checkStated(stated);
  if (!stated.service && parsed.protocol !== "https:") throw insecureUrl(parsed);
  const host = readAwsHost(parsed.hostname);
  const service = stated.service || host?.service;
  if (!service) throw unknownService(parsed, stated);
  const region = stated.region || host?.region || sessionRegionFor(host, stated) || host?.fallbackRegion;
  if (!region) throw unknownRegion(parsed);
  return { service, region, ...(host?.api && { api: host.api }) };
}

/** Returns the session's region, but not for an AWS host that podkey cannot read: it may name another region in its own form. */
function sessionRegionFor(host: AwsHost | undefined, { sessionRegion }: StatedTarget): string | undefined {
  return host && !host.service ? undefined : sessionRegion?.();
}

function checkStated({ service, region }: StatedTarget): void {
  if (region && !isRegionName(region)) throw configurationError("region", notARegionName(region));
  if (!service) return;
  if (!SIGNING_NAME.test(service)) {
    throw configurationError("service", "service is not the signing name of a service, for example s3");
  }
  if (region || isSigningName(service)) return;
  const known = signingNameOf(service);
  const hint = known
    ? `its signing name is ${known}`
    : `check the name, or pass region too if the service is newer than podkey`;
  throw configurationError("service", `podkey knows no AWS service that signs as ${service}: ${hint}`);
}

function hasUser({ host }: URL): ConfigurationError {
  return configurationError(
    "url",
    `a URL of ${host} holds a user or a password, which fetch refuses: remove them`,
  );
}

function insecureUrl({ protocol, host }: URL): ConfigurationError {
  return configurationError(
    "url",
    `${protocol}//${host} is not https, so its host is not trusted to name the service: use https, or pass service`,
  );
}

function unknownService({ hostname }: URL, { region }: StatedTarget): ConfigurationError {
  const advice = `pass service, for example { service: "s3" }`;
  const missing = region ? "" : ", and region if the session has none";
  return configurationError("service", `${hostname} does not tell its AWS service: ${advice}${missing}`);
}

function unknownRegion({ hostname }: URL): ConfigurationError {
  return configurationError(
    "region",
    `${hostname} does not tell its region: pass region, for example { region: "us-west-2" }, or set AWS_REGION`,
  );
}

function configurationError(setting: string, message: string): ConfigurationError {
  return new ConfigurationError({ setting, message });
}
