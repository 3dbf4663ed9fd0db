/** The parts of an Amazon Resource Name, `arn:partition:service:region:accountId:resource`. */
export interface Arn {
  /** For example `aws`. */
  readonly partition: string;
  /** For example `iam`. */
  readonly service: string;
  /** Empty for global resources. */
  readonly region: string;
  /** Empty for resources that belong to AWS. */
  readonly accountId: string;
  /** All that follows, e.g. `role/path/name`. */
  readonly resource: string;
}

const ROLE_ARN = /^arn:[a-z][a-z0-9-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const MAX_ARN_LENGTH = 2048;

/** Splits an ARN into its parts. Returns `undefined` for other text. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region = "", accountId = "", ...resource] = text.split(":");
  if (prefix !== "arn" || !partition || !service || resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(":") };
}

/** Returns the account of an ARN, or `undefined` if it has none. */
export function accountOf(arn: string): string | undefined {
  return parseArn(arn)?.accountId || undefined;
}

/** Whether the text is the ARN of an IAM role, e.g. `arn:aws:iam::111122223333:role/path/name`. */
export function isRoleArn(text: string): boolean {
  return text.length <= MAX_ARN_LENGTH && ROLE_ARN.test(text);
}
