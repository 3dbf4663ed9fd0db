import { partitionOfRegion } from "../../aws/partitions.ts";
import type { EmulatedInstance } from "../world/instance.ts";
import type { IssuedSession } from "../world/principals.ts";
import { type Role, roleTrusts } from "../world/roles.ts";
import { issueSession } from "../world/sessions.ts";
import type { World } from "../world/world.ts";

const DEFAULT_TTL_SECONDS = 21_600;
/** EC2 serves new credentials at least five minutes before the old ones expire. */
const RENEW_AHEAD_MS = 300_000;

/** Returns the document of the role's credentials. A role that does not trust EC2 gives a document with an error code. */
export function instanceCredentials(
  world: World,
  instance: EmulatedInstance,
  role: Role,
): Record<string, string> {
  const { dnsSuffix } = partitionOfRegion(world.config.region);
  if (!roleTrusts(role, ["ec2.amazonaws.com", `ec2.${dnsSuffix}`], undefined)) {
    const Message = `EC2 cannot assume the role ${role.name}.`;
    return { Code: "AssumeRoleUnauthorizedAccess", Message, LastUpdated: toTime(world.now()) };
  }
  const ttlSeconds = instance.credentialTtlSeconds ?? DEFAULT_TTL_SECONDS;
  const issued = currentSession(world, instance, role, ttlSeconds);
  const { expiresAtMs } = issued.session;
  return {
    Code: "Success",
    LastUpdated: toTime(expiresAtMs - ttlSeconds * 1000),
    Type: "AWS-HMAC",
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    Token: issued.sessionToken,
    Expiration: toTime(expiresAtMs),
  };
}

function currentSession(
  world: World,
  { instanceId = "i-00000000000000000" }: EmulatedInstance,
  role: Role,
  durationSeconds: number,
): IssuedSession {
  const last = world.instance.session;
  if (last !== undefined && world.now() < last.session.expiresAtMs - RENEW_AHEAD_MS) return last;
  const issued = issueSession(world, { role, sessionName: instanceId, durationSeconds });
  world.instance.session = issued;
  return issued;
}

function toTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, "Z");
}
