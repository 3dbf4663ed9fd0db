import { NotConfiguredError } from "../../../errors/errors.ts";
import { checkMetadataUrl, type MetadataService, untrustedUrl } from "../../../http/metadata-url.ts";
import { missingPort, type Ports } from "../../../ports.ts";

const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const ECS_ORIGIN = "http://169.254.170.2";

/** The addresses of ECS, and of the EKS Pod Identity Agent in IPv4 and IPv6. */
const CONTAINER: MetadataService = {
  name: "the container credentials endpoint",
  linkLocalHosts: ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"],
};

/**
 * Finds the container credentials endpoint: the option, else `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, else
 * `AWS_CONTAINER_CREDENTIALS_FULL_URI`. Throws `NOT_CONFIGURED`, or `CONFIGURATION` for a URL that must not be trusted.
 */
export function containerEndpoint(uri: string | undefined, ports: Pick<Ports, "env">): string {
  const { env } = ports;
  if (uri !== undefined) return checkMetadataUrl(uri, "uri", CONTAINER).href;
  const relative = env(RELATIVE);
  if (relative) return checkRelative(relative);
  const full = env(FULL);
  if (full) return checkMetadataUrl(full, FULL, CONTAINER).href;
  throw new NotConfiguredError({
    source: "fromContainer",
    message: missingPort("env", ports) ?? `neither ${RELATIVE} nor ${FULL} is set`,
  });
}

function checkRelative(path: string): string {
  // Without the slash, `@example.com/` would turn ECS's address into a user name.
  if (path.startsWith("/")) return new URL(ECS_ORIGIN + path).href;
  throw untrustedUrl(RELATIVE, CONTAINER, "must be a path that begins with a slash");
}
