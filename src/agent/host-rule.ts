/** The agent's addresses on EKS, link-local to each node. */
export const AGENT_HOSTS = ["169.254.170.23", "fd00:ec2::23"] as const;

/** Judges the host that a request was sent to, as `Host` says it. */
export type HostRule = (host: string) => boolean;

/**
 * Makes the rule that a request names one of these hosts, port and brackets aside: a page in a browser, or whoever else was
 * led here by a name, names another.
 */
export function createHostRule(hosts: readonly string[]): HostRule {
  const allowed = new Set(hosts.map(bare));
  return (host) => allowed.has(bare(host));
}

function bare(host: string): string {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d*)?$/.exec(host) ?? [];
  // Two colons and more are an IPv6 address without brackets.
  return (inBrackets ?? host.replace(/^([^:]*):\d*$/, "$1")).toLowerCase();
}
