import { bunPorts } from "../../runtimes/bun/ports.ts";
import { cloudflarePorts } from "../../runtimes/cloudflare/ports.ts";
import { denoPorts } from "../../runtimes/deno/ports.ts";
import { nodePorts } from "../../runtimes/node/ports.ts";
import type { Ports } from "../../src/ports.ts";
import type { Family } from "./runtimes.ts";

/** Returns the ports of a runtime's adapter. */
export function portsOf(family: Family): Ports {
  if (family === "node") return nodePorts();
  if (family === "bun") return bunPorts();
  if (family === "deno") return denoPorts();
  return cloudflarePorts({});
}
