import { type Arn, isRoleArn, parseArn } from "../../aws/arn.ts";
import { newIamId } from "../wire/identifiers.ts";
import type { Random } from "../wire/platform.ts";

/** How an IAM role behaves. Roles nobody described exist, trust everybody and allow an hour. */
export interface RoleSettings {
  /** False for a role that IAM does not have, or does not have yet. */
  readonly exists?: boolean;
  /**
   * Whom the trust policy admits: everybody, nobody, or a list of caller ARNs, role ARNs, account ids,
   * OIDC issuer URLs, and `pods.eks.amazonaws.com`.
   */
  readonly trusts?: boolean | readonly string[];
  /** The `sts:ExternalId` that the trust policy asks for. */
  readonly requiredExternalId?: string;
  /** The role's maximum session duration, 3600 unless told. */
  readonly maxSessionDurationSeconds?: number;
}

/** A role as the services see it. */
export interface Role {
  readonly arn: string;
  readonly accountId: string;
  readonly partition: string;
  /** The last part of the path. */
  readonly name: string;
  /** The unique id, `AROA…`. */
  readonly id: string;
  readonly settings: RoleSettings;
}

const DEFAULT_MAX_SESSION_SECONDS = 3600;

/** The IAM roles of the emulated accounts. */
export class Roles {
  readonly #random: Random;
  readonly #settings = new Map<string, RoleSettings>();
  readonly #ids = new Map<string, string>();

  constructor(random: Random) {
    this.#random = random;
  }

  set(roleArn: string, settings: RoleSettings): void {
    this.#settings.set(roleArn, { ...this.#settings.get(roleArn), ...settings });
  }

  /** The role, or `undefined` for an ARN that names none or for a role that does not exist. */
  find(roleArn: string): Role | undefined {
    const arn: Arn | undefined = isRoleArn(roleArn) ? parseArn(roleArn) : undefined;
    const settings = this.#settings.get(roleArn) ?? {};
    if (arn === undefined || settings.exists === false) return undefined;
    return {
      arn: roleArn,
      accountId: arn.accountId,
      partition: arn.partition,
      name: arn.resource.slice(arn.resource.lastIndexOf("/") + 1),
      id: this.#idOf(roleArn),
      settings,
    };
  }

  #idOf(roleArn: string): string {
    const known = this.#ids.get(roleArn);
    if (known !== undefined) return known;
    const id = newIamId(this.#random, "AROA");
    this.#ids.set(roleArn, id);
    return id;
  }
}

/** Whether the role's trust policy admits any of the names that the caller goes by. */
export function roleTrusts(role: Role, names: readonly string[], externalId: string | undefined): boolean {
  const { trusts = true, requiredExternalId } = role.settings;
  if (requiredExternalId !== undefined && externalId !== requiredExternalId) return false;
  if (typeof trusts === "boolean") return trusts;
  return names.some((name) => trusts.includes(name));
}

/** The longest session of the role, in seconds. */
export function maxSessionSeconds(role: Role): number {
  return role.settings.maxSessionDurationSeconds ?? DEFAULT_MAX_SESSION_SECONDS;
}
