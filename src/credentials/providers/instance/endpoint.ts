import { ConfigurationError, NotConfiguredError } from "../../../errors/errors.ts";
import { parseUrl } from "../../../lib/url.ts";
import type { Ports } from "../../../ports.ts";

/** Where the instance metadata service is. */
export interface InstanceEndpoint {
  /** Without a slash at the end. */
  readonly url: string;
  /** Whether nobody named it: it is then a guess that this machine is an EC2 instance. */
  readonly isDefault: boolean;
}

const DISABLED = "AWS_EC2_METADATA_DISABLED";
const ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
const IPV4_URL = "http://169.254.169.254";
const IPV6_URL = "http://[fd00:ec2::254]";

/** Hosts that plain HTTP may carry a metadata token to: this machine, and the link-local addresses of EC2. */
const TRUSTED_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.169\.254|\[fd00:ec2::254\])$/;

/**
 * Finds the instance metadata service: the option, else `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the address of
 * `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` (`IPv4` or `IPv6`), else IPv4. Throws `NOT_CONFIGURED` where
 * `AWS_EC2_METADATA_DISABLED` is `true`, `CONFIGURATION` for another mode or a URL that must not be trusted.
 */
export function instanceEndpoint(endpoint: string | undefined, env: Ports["env"]): InstanceEndpoint {
  if (env(DISABLED)?.toLowerCase() === "true") {
    throw new NotConfiguredError({ source: "fromInstanceMetadata", message: `${DISABLED} is true` });
  }
  if (endpoint !== undefined) return { url: checkedUrl("endpoint", endpoint), isDefault: false };
  const url = env(ENDPOINT);
  if (url) return { url: checkedUrl(ENDPOINT, url), isDefault: false };
  const mode = env(MODE);
  if (!mode) return { url: IPV4_URL, isDefault: true };
  if (mode.toLowerCase() === "ipv4") return { url: IPV4_URL, isDefault: false };
  if (mode.toLowerCase() === "ipv6") return { url: IPV6_URL, isDefault: false };
  throw new ConfigurationError({ setting: MODE, message: `${MODE} must be IPv4 or IPv6` });
}

/** The allow-list applies to the parsed host, as for the container's endpoint. */
function checkedUrl(setting: string, text: string): string {
  const url = parseUrl(text);
  if (!url) throw refused(setting, "is not an absolute URL");
  if (url.username || url.password) throw refused(setting, "must not hold a user name or password");
  if (url.search || url.hash) throw refused(setting, "must not hold a query or a fragment");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refused(setting, "must be an http or https URL");
  }
  if (url.protocol === "http:" && !TRUSTED_HOST.test(url.hostname)) {
    throw refused(
      setting,
      `points plain HTTP at ${url.hostname}, but a token goes only to loopback, 169.254.169.254 or [fd00:ec2::254]; use https`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

function refused(setting: string, problem: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `the instance metadata endpoint ${setting} ${problem}`,
  });
}
