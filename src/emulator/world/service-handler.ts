/** The verified caller of a service, and what its request was signed for. It holds no secret. */
export interface CallerSession {
  /** The ARN of the caller, for example `arn:aws:sts::111122223333:assumed-role/cart/session`. */
  readonly arn: string;
  /** The id of the caller's account, 12 digits. */
  readonly accountId: string;
  /** The access key id that signed. */
  readonly accessKeyId: string;
  /** The ARN of the role. `undefined` for an IAM user. */
  readonly roleArn: string | undefined;
  /** The `RoleSessionName`. `undefined` for an IAM user. */
  readonly sessionName: string | undefined;
  /** All session tags, values by key. Empty for an IAM user. */
  readonly tags: Readonly<Record<string, string>>;
  /** The signing name of the service, for example `s3`. */
  readonly service: string;
  /** The region that the request was signed for, for example `us-west-2`. */
  readonly region: string;
}

/**
 * Answers the verified requests to one AWS service. The request is a copy of the received request, with an unread body. The
 * chunks of an S3 upload (`aws-chunked`) are joined.
 */
export type ServiceHandler = (request: Request, session: CallerSession) => Response | Promise<Response>;

/** The services that the emulator itself answers for, by signing name. */
export const EMULATED_NAMES: readonly string[] = ["eks", "eks-auth", "sts"];

/** Throws a `TypeError` for a handler that would never be called. */
export function checkHandlers(services: Readonly<Record<string, ServiceHandler>>): void {
  for (const [name, handler] of Object.entries(services)) {
    const subject = `cannot answer for the service ${JSON.stringify(name)}`;
    if (EMULATED_NAMES.includes(name)) throw new TypeError(`${subject}: the emulator answers for it itself`);
    if (!/^[\w-]+$/.test(name)) throw new TypeError(`${subject}: that is no signing name, such as "s3"`);
    if (typeof handler !== "function") {
      throw new TypeError(`${subject}: its handler is not a function (request, session) => Response`);
    }
  }
}
