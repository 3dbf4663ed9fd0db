/** The addresses of the EKS Pod Identity Agent, link-local to each node. */
export const AGENT_HOSTS = ["169.254.170.23", "fd00:ec2::23"] as const;

/** Whether the host that a request names, as its `Host` header has it, is one that the agent answers to. */
export type HostRule = (host: string) => boolean;

/**
 * Makes the rule that a request must name one of these hosts; port and brackets do not matter. It keeps out pages in a browser
 * and DNS rebinding, which name another host.
 */
export function createHostRule(hosts: readonly string[]): HostRule {
  const allowed = new Set(hosts.map(withoutPort));
  return (host) => allowed.has(withoutPort(host));
}

function withoutPort(host: string): string {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d*)?$/.exec(host) ?? [];
  // Two or more colons make an IPv6 address without brackets, which has no port.
  return (inBrackets ?? host.replace(/^([^:]*):\d*$/, "$1")).toLowerCase();
}
