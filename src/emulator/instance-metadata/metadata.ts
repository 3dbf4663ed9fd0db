import { AwsError } from "../wire/aws-error.ts";
import { newMetadataToken } from "../wire/identifiers.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { EmulatedInstance } from "../world/instance.ts";
import type { Role } from "../world/roles.ts";
import type { World } from "../world/world.ts";
import { instanceCredentials } from "./credentials.ts";

const MAX_TTL_SECONDS = 21_600;

/**
 * PutMetadataToken: issues a session token of IMDSv2. The request must give a lifetime of 1 to 21,600 seconds. A request
 * from a proxy (`X-Forwarded-For`) gets 403.
 */
export function putMetadataToken(world: World, { request: { headers } }: Call): Reply {
  requireInstance(world);
  if (headers.has("x-forwarded-for")) throw new AwsError("Forbidden", 403, "");
  const wanted = headers.get("x-aws-ec2-metadata-token-ttl-seconds") ?? "";
  const ttlSeconds = /^\d{1,5}$/.test(wanted) ? Number(wanted) : 0;
  if (ttlSeconds < 1 || ttlSeconds > MAX_TTL_SECONDS) throw new AwsError("Bad Request", 400, "");
  const token = newMetadataToken(world.random);
  world.instance.addToken(token, world.now() + ttlSeconds * 1000);
  return { ...textReply(token), headers: { "x-aws-ec2-metadata-token-ttl-seconds": String(ttlSeconds) } };
}

/** ListInstanceRoles: returns the name of the instance's role. */
export function listInstanceRoles(world: World, call: Call): Reply {
  return textReply(requireRole(world, requireSession(world, call)).name);
}

/** GetInstanceRoleCredentials: returns the credentials of the instance's role. */
export function getInstanceRoleCredentials(world: World, call: Call): Reply {
  const instance = requireSession(world, call);
  const role = requireRole(world, instance);
  if (call.labels["roleName"] !== role.name) throw notFound();
  return jsonReply(instanceCredentials(world, instance, role));
}

/** GetInstanceMetadata: returns the host name, the instance id or the id of the Availability Zone. Other paths get 404. */
export function getInstanceMetadata(world: World, call: Call): Reply {
  const instance = requireSession(world, call);
  const values: Readonly<Record<string, string | undefined>> = {
    hostname: instance.hostname,
    "instance-id": instance.instanceId,
    "placement/availability-zone-id": instance.availabilityZoneId,
  };
  const path = call.labels["path"] ?? "";
  const value = Object.hasOwn(values, path) ? values[path] : undefined;
  if (value === undefined) throw notFound();
  return textReply(value);
}

function requireInstance(world: World): EmulatedInstance {
  const { settings } = world.instance;
  if (settings === undefined) throw notFound();
  if (settings.metadataEnabled === false) throw new AwsError("Forbidden", 403, "");
  return settings;
}

function requireSession(world: World, { request: { headers } }: Call): EmulatedInstance {
  const instance = requireInstance(world);
  const token = headers.get("x-aws-ec2-metadata-token");
  if (world.instance.isValidToken(token, world.now())) return instance;
  throw new AwsError("Unauthorized", 401, "");
}

function requireRole({ roles }: World, { roleArn }: EmulatedInstance): Role {
  const role = roleArn === undefined ? undefined : roles.find(roleArn);
  if (role === undefined) throw notFound();
  return role;
}

function notFound(): AwsError {
  return new AwsError("Not Found", 404, "");
}

function textReply(body: string): Reply {
  return { status: 200, contentType: "text/plain", body };
}
