/** The parts of an Amazon Resource Name, `arn:partition:service:region:accountId:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

const ROLE_ARN = /^arn:[a-z][a-z0-9-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const MAX_ARN_LENGTH = 2048;

/** Splits an ARN into its parts, or answers `undefined` for text that is not one. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...resource] = text.split(":");
  if (prefix !== "arn" || !partition || !service || region === undefined || accountId === undefined)
    return undefined;
  if (resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** The account of an ARN, where it states one. */
export function accountOf(arn: string): string | undefined {
  return parseArn(arn)?.accountId || undefined;
}

/** Whether the text names an IAM role, as `arn:aws:iam::111122223333:role/path/name`. */
export function isRoleArn(text: string): boolean {
  return text.length <= MAX_ARN_LENGTH && ROLE_ARN.test(text);
}
