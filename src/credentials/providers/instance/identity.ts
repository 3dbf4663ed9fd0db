import { isPodkeyError } from "../../../errors/any-error.ts";
import { basePorts } from "../../../ports.ts";
import {
  createInstanceMetadata,
  type InstanceMetadataOptions,
  type ReadMetadata,
} from "./metadata-client.ts";
import { toInstanceError } from "./response.ts";

/** The EC2 instance that runs this program, under the names that AssumeRoleForPodIdentity takes for its audit trail. */
export interface InstanceIdentity {
  /** The instance's host name, for example `ip-10-0-0-1.us-west-2.compute.internal`. */
  readonly eksNodeName?: string;
  /** The instance's id, for example `i-1234567890abcdef0`. */
  readonly instanceId?: string;
  /** The id of the Availability Zone, for example `usw2-az1`. */
  readonly zone?: string;
}

/** Where the instance metadata service is, and how long to wait for it. */
export interface ReadInstanceIdentityOptions extends InstanceMetadataOptions {
  /** The longest that all requests may take with their retries, in milliseconds. Default: 2000. */
  readonly deadlineMs?: number;
  /** Ends the reading with `ABORTED`. */
  readonly signal?: AbortSignal;
}

/** A name or an id, but no HTML page. */
const PLAIN = /^[\w.:-]{1,253}$/;

/**
 * Reads host name, instance id and Availability Zone id from an EC2 instance's metadata (IMDSv2). What cannot be read is
 * absent; off EC2 that is everything. Throws only `CONFIGURATION` and `ABORTED`.
 *
 * @example
 * import { fromEksAuth, readInstanceIdentity } from "podkey/node";
 *
 * const provider = fromEksAuth({ clusterName: "demo", ...(await readInstanceIdentity()) });
 */
export async function readInstanceIdentity(
  options: ReadInstanceIdentityOptions = {},
): Promise<InstanceIdentity> {
  const ports = basePorts(options.ports);
  const { now } = ports;
  const metadata = createInstanceMetadata({ ...options, deadlineMs: options.deadlineMs ?? 2000 }, ports);
  const found: { -readonly [Member in keyof InstanceIdentity]: InstanceIdentity[Member] } = {};
  const readAll = async (read: ReadMetadata): Promise<void> => {
    const instanceId = found.instanceId ?? (await readPlain(read, "GetInstanceId", "instance-id", now));
    if (instanceId) found.instanceId = instanceId;
    const eksNodeName = found.eksNodeName ?? (await readPlain(read, "GetHostname", "hostname", now));
    if (eksNodeName) found.eksNodeName = eksNodeName;
    const zone = await readPlain(read, "GetZone", "placement/availability-zone-id", now);
    if (zone) found.zone = zone;
  };
  try {
    await metadata.use(readAll, options.signal);
  } catch (error) {
    if (!isPodkeyError(error) || error.code === "CONFIGURATION" || error.code === "ABORTED") throw error;
  }
  return found;
}

async function readPlain(
  read: ReadMetadata,
  operation: string,
  path: string,
  now: () => number,
): Promise<string | undefined> {
  const answer = await read(operation, path);
  if (answer.status !== 200) {
    const error = toInstanceError(answer, { service: "instance-metadata", operation }, now());
    if (error.retryable) throw error;
    return undefined;
  }
  const text = answer.body.trim();
  return PLAIN.test(text) ? text : undefined;
}
