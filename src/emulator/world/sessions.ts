import { newAccessKeyId, newSecretAccessKey, newSessionToken } from "../wire/identifiers.ts";
import type { IssuedSession } from "./principals.ts";
import type { Role } from "./roles.ts";
import type { World } from "./world.ts";

/** The content of a new role session. */
export interface SessionRequest {
  readonly role: Role;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly transitiveTagKeys?: readonly string[];
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[];
  readonly chained?: boolean;
}

/** Issues temporary credentials of a role, and remembers them to verify signatures. */
export function issueSession(world: World, wanted: SessionRequest): IssuedSession {
  const { role, sessionName } = wanted;
  const accessKeyId = newAccessKeyId(world.random);
  const arn = `arn:${role.partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  const userId = `${role.id}:${sessionName}`;
  // Services send the expiration in whole seconds, so the session must end at a whole second, too.
  const expiresAtMs = (Math.floor(world.now() / 1000) + wanted.durationSeconds) * 1000;
  const issued: IssuedSession = {
    accessKeyId,
    secretAccessKey: newSecretAccessKey(world.random),
    sessionToken: newSessionToken(world.random),
    arn,
    userId,
    accountId: role.accountId,
    session: {
      accessKeyId,
      roleArn: role.arn,
      sessionName,
      assumedRoleArn: arn,
      assumedRoleId: userId,
      tags: wanted.tags ?? {},
      transitiveTagKeys: wanted.transitiveTagKeys ?? [],
      externalId: wanted.externalId,
      sourceIdentity: wanted.sourceIdentity,
      policy: wanted.policy,
      policyArns: wanted.policyArns ?? [],
      chained: wanted.chained ?? false,
      expiresAtMs,
    },
  };
  world.principals.addSession(issued);
  return issued;
}
