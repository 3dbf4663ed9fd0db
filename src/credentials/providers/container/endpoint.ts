import { ConfigurationError, NotConfiguredError } from "../../../errors/errors.ts";
import { parseUrl } from "../../../lib/url.ts";
import type { Ports } from "../../../ports.ts";

const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const ECS_ORIGIN = "http://169.254.170.2";

/** Hosts that plain HTTP may carry a token to: this machine, and the link-local addresses of ECS and EKS. */
const TRUSTED_HOST =
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|169\.254\.170\.2|169\.254\.170\.23|\[fd00:ec2::23\])$/;

/**
 * Finds the container credentials endpoint: the option, else `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else
 * `AWS_CONTAINER_CREDENTIALS_FULL_URI`. Throws `NOT_CONFIGURED`, or `CONFIGURATION` for a URL that must not be trusted.
 */
export function containerEndpoint(uri: string | undefined, env: Ports["env"]): string {
  if (uri !== undefined) return checkedUri("uri", uri);
  const relative = env(RELATIVE);
  if (relative) return checkedRelative(relative);
  const full = env(FULL);
  if (full) return checkedUri(FULL, full);
  throw new NotConfiguredError({
    source: "fromContainer",
    message: `neither ${RELATIVE} nor ${FULL} is set`,
  });
}

function checkedRelative(path: string): string {
  const url = parseUrl(ECS_ORIGIN + path);
  // `@host/` after the address would make the address a user name.
  if (path.startsWith("/") && url?.origin === ECS_ORIGIN) return url.href;
  throw refused(RELATIVE, "must be a path that begins with a slash");
}

/** The allow-list applies to the parsed host: `127.1` and `[fd00:0ec2::23]` have many spellings. */
function checkedUri(setting: string, uri: string): string {
  const url = parseUrl(uri);
  if (!url) throw refused(setting, "is not an absolute URL");
  if (url.username || url.password) throw refused(setting, "must not hold a user name or password");
  if (url.protocol === "https:") return url.href;
  if (url.protocol !== "http:") throw refused(setting, "must be an http or https URL");
  if (TRUSTED_HOST.test(url.hostname)) return url.href;
  throw refused(
    setting,
    `points plain HTTP at ${url.hostname}, but a token goes only to loopback, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]; use https`,
  );
}

function refused(setting: string, problem: string): ConfigurationError {
  return new ConfigurationError({
    setting,
    message: `the container credentials endpoint ${setting} ${problem}`,
  });
}
