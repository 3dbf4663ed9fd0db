import process from "node:process";
import { bunPorts } from "../../../runtimes/bun/ports.ts";
import { denoPorts } from "../../../runtimes/deno/ports.ts";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { fromContainer } from "../../../src/credentials/providers/container/from-container.ts";
import { fromInstanceMetadata } from "../../../src/credentials/providers/instance/from-instance-metadata.ts";
import { isPodkeyError } from "../../../src/errors/any-error.ts";
import type { Ports } from "../../../src/ports.ts";

// Asks every metadata endpoint with the ports of this runtime and with those of the core. Prints the results as JSON.

const [, , runtime = ""] = process.argv;
const adapters: Record<string, () => Ports> = { node: nodePorts, bun: bunPorts, deno: denoPorts };
const adapter = adapters[runtime]?.() ?? {};
const core = { env: (name: string) => process.env[name] };
const token = "header.payload.signature";

/** Returns the key of a provider, or the code of its error. */
async function resultOf(ports: Partial<Ports>, host: string): Promise<string> {
  const limits = { ports, deadlineMs: 3000 };
  const uri = `http://${host}/v1/credentials`;
  const provider = host.includes("169.254.169.254")
    ? fromInstanceMetadata(limits)
    : fromContainer({ ...limits, uri, token });
  try {
    return (await provider()).accessKeyId;
  } catch (error) {
    return isPodkeyError(error) ? error.code : String(error);
  }
}

const results: Record<string, string> = {};
for (const host of ["169.254.170.23", "[fd00:ec2::23]", "127.0.0.1", "169.254.169.254"]) {
  results[`adapter ${host}`] = await resultOf(adapter, host);
  results[`core ${host}`] = await resultOf(core, host);
}
// Proves that the proxy works: `fetch` of this runtime sends this request to it, where the variables say so.
await fetch("http://169.254.170.23/control").then(
  (response) => response.text(),
  () => "",
);
process.stdout.write(JSON.stringify(results));
process.exit();
