import { ConfigurationError, NotConfiguredError } from "../../../errors/errors.ts";
import { checkMetadataUrl, type MetadataService, untrustedUrl } from "../../../http/metadata-url.ts";
import type { Ports } from "../../../ports.ts";

/** Where the instance metadata service is. */
export interface InstanceEndpoint {
  /** The base URL, without a slash at the end. */
  readonly url: string;
  /** Whether no setting named it. Then it is only a guess that this machine is an EC2 instance. */
  readonly isDefault: boolean;
}

const DISABLED = "AWS_EC2_METADATA_DISABLED";
const ENDPOINT = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const MODE = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE";
const IPV4_URL = "http://169.254.169.254";
const IPV6_URL = "http://[fd00:ec2::254]";
const INSTANCE: MetadataService = {
  name: "the instance metadata endpoint",
  linkLocalHosts: ["169.254.169.254", "[fd00:ec2::254]"],
};

/**
 * Finds the instance metadata service: the option, else `AWS_EC2_METADATA_SERVICE_ENDPOINT`, else the address for
 * `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` (`IPv4` or `IPv6`), else the IPv4 address. Throws `NOT_CONFIGURED` if
 * `AWS_EC2_METADATA_DISABLED` is `true`, and `CONFIGURATION` for another mode or a URL that must not be trusted.
 */
export function instanceEndpoint(endpoint: string | undefined, env: Ports["env"]): InstanceEndpoint {
  if (env(DISABLED)?.toLowerCase() === "true") {
    throw new NotConfiguredError({ source: "fromInstanceMetadata", message: `${DISABLED} is true` });
  }
  if (endpoint !== undefined) return { url: checkEndpoint(endpoint, "endpoint"), isDefault: false };
  const url = env(ENDPOINT);
  if (url) return { url: checkEndpoint(url, ENDPOINT), isDefault: false };
  const mode = env(MODE);
  if (!mode) return { url: IPV4_URL, isDefault: true };
  if (mode.toLowerCase() === "ipv4") return { url: IPV4_URL, isDefault: false };
  if (mode.toLowerCase() === "ipv6") return { url: IPV6_URL, isDefault: false };
  throw new ConfigurationError({ setting: MODE, message: `${MODE} must be IPv4 or IPv6` });
}

function checkEndpoint(text: string, setting: string): string {
  const url = checkMetadataUrl(text, setting, INSTANCE);
  if (url.search || url.hash) throw untrustedUrl(setting, INSTANCE, "must not hold a query or a fragment");
  return url.href.replace(/\/+$/, "");
}
