import { ConfigurationError } from "../errors/errors.ts";
import { isLoopback, parseUrl } from "../lib/url.ts";

/** A kind of endpoint that hands out credentials on this machine or its network link. */
export interface MetadataService {
  /** What error messages call it, for example `the container credentials endpoint`. */
  readonly name: string;
  /** The link-local addresses that the service has, as the host of a parsed URL. */
  readonly linkLocalHosts: readonly string[];
}

/**
 * Parses the URL of a metadata service. Plain HTTP may carry a token only to loopback and to the service's link-local
 * addresses; HTTPS may carry it anywhere. `setting` is the option or variable that holds the URL. Throws `CONFIGURATION`.
 */
export function checkMetadataUrl(text: string, setting: string, service: MetadataService): URL {
  const url = parseUrl(text);
  if (!url) throw untrustedUrl(setting, service, "is not an absolute URL");
  if (url.username || url.password) {
    throw untrustedUrl(setting, service, "must not hold a user name or password");
  }
  if (url.protocol === "https:") return url;
  if (url.protocol !== "http:") throw untrustedUrl(setting, service, "must be an http or https URL");
  const { linkLocalHosts } = service;
  if (isLoopback(url) || linkLocalHosts.includes(url.hostname)) return url;
  throw untrustedUrl(
    setting,
    service,
    `points plain HTTP at ${url.hostname}, but a token goes only to loopback, ${linkLocalHosts.join(", ")}; use https`,
  );
}

/** Makes the error for a setting that does not lead to a metadata service. */
export function untrustedUrl(
  setting: string,
  { name }: MetadataService,
  problem: string,
): ConfigurationError {
  return new ConfigurationError({ setting, message: `${name} ${setting} ${problem}` });
}
