import { type Arn, isRoleArn, parseArn } from "../../aws/arn.ts";
import { newRoleId } from "../wire/identifiers.ts";
import type { Random } from "../wire/platform.ts";

/** The settings of an IAM role. A role without settings exists, trusts every caller and allows sessions of one hour. */
export interface RoleSettings {
  /** Whether the role exists. Default: true. */
  readonly exists?: boolean;
  /**
   * The callers that the trust policy allows: all (true), none (false), or a list of caller ARNs, role ARNs, account
   * ids, OIDC issuer URLs, and service principals such as `pods.eks.amazonaws.com`. Default: true.
   */
  readonly trusts?: boolean | readonly string[];
  /** The `sts:ExternalId` that the trust policy requires. Default: none. */
  readonly requiredExternalId?: string;
  /** The maximum session duration of the role, in seconds. Default: 3600. */
  readonly maxSessionDurationSeconds?: number;
}

/** An existing role. */
export interface Role {
  readonly arn: string;
  readonly accountId: string;
  readonly partition: string;
  /** The last part of the role's path. */
  readonly name: string;
  /** The unique id: 21 characters that begin with `AROA`. */
  readonly id: string;
  readonly settings: RoleSettings;
}

const DEFAULT_MAX_SESSION_SECONDS = 3600;

/** Holds the IAM roles of all accounts. */
export class Roles {
  readonly #random: Random;
  readonly #settings = new Map<string, RoleSettings>();
  readonly #ids = new Map<string, string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Changes the given settings of a role and keeps the others. */
  set(roleArn: string, settings: RoleSettings): void {
    this.#settings.set(roleArn, { ...this.#settings.get(roleArn), ...settings });
  }

  /** Returns a role. Returns `undefined` for text that is no role ARN, and for a role that does not exist. */
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
    const id = newRoleId(this.#random);
    this.#ids.set(roleArn, id);
    return id;
  }
}

/** Tells whether the role's trust policy allows a caller, by any of the caller's names. */
export function roleTrusts(role: Role, names: readonly string[], externalId: string | undefined): boolean {
  const { trusts = true, requiredExternalId } = role.settings;
  if (requiredExternalId !== undefined && externalId !== requiredExternalId) return false;
  if (typeof trusts === "boolean") return trusts;
  return names.some((name) => trusts.includes(name));
}

/** Returns the maximum session duration of a role, in seconds. */
export function maxSessionSeconds(role: Role): number {
  return role.settings.maxSessionDurationSeconds ?? DEFAULT_MAX_SESSION_SECONDS;
}
