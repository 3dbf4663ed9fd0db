import type { Server } from "../../runtimes/shared/server/server.ts";

/** Wildcard addresses, which stand for all addresses of the machine. */
const ANY = new Set(["0.0.0.0", "[::]"]);

/** Makes a function that tells whether a URL leads to one of the servers. */
export function leadsTo(servers: readonly Server[]): (url: URL) => boolean {
  return ({ protocol, hostname, port }) => {
    const wanted = Number(port || (protocol === "https:" ? 443 : 80));
    return servers.some((server) => {
      if (server.port !== wanted) return false;
      const own = new URL(server.url).hostname;
      return ANY.has(own) || plain(own) === plain(hostname);
    });
  };
}

function plain(hostname: string): string {
  return hostname === "localhost" ? "127.0.0.1" : hostname;
}
