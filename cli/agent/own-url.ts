import type { Server } from "../../runtimes/shared/server/server.ts";

/** Addresses that stand for every one of this machine. */
const ANY = new Set(["0.0.0.0", "[::]"]);

/** Judges whether a URL leads to one of these servers. */
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
