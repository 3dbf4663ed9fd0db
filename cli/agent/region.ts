import { createInstanceMetadata } from "../../src/credentials/providers/instance/metadata-client.ts";
import { ConfigurationError } from "../../src/errors/errors.ts";
import type { Ports } from "../../src/ports.ts";

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Outside EC2 nothing answers at the address of the metadata service, and the command must not wait for long. */
const DEADLINE_MS = 2000;

/**
 * Finds the region: the flag, `AWS_REGION`, `AWS_DEFAULT_REGION`, or the region of this EC2 instance. Rejects with what to set
 * if there is none.
 */
export async function findRegion(flag: string | undefined, ports: Ports): Promise<string> {
  const region =
    flag || ports.env("AWS_REGION") || ports.env("AWS_DEFAULT_REGION") || (await instanceRegion(ports));
  if (region) return region;
  throw new ConfigurationError({
    setting: "region",
    message:
      "no region is set: pass --region, or set AWS_REGION; there is no EC2 instance metadata to read it from",
  });
}

async function instanceRegion(ports: Ports): Promise<string | undefined> {
  try {
    const metadata = createInstanceMetadata({ deadlineMs: DEADLINE_MS }, ports);
    const { status, body } = await metadata.use((read) => read("GetRegion", "placement/region"), undefined);
    return status === 200 && REGION.test(body.trim()) ? body.trim() : undefined;
  } catch {
    return undefined;
  }
}
