/** An error that a service answers with: the wire code, the HTTP status and the message a client reads. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members beside the message, such as `clusterName`. */
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** A member of the request is missing, malformed, or breaks a rule. */
export function invalidParameter(message: string, members?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("InvalidParameterException", 400, message, members);
}

/** The request is well-formed and cannot be carried out as things stand. */
export function invalidRequest(message: string, members?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("InvalidRequestException", 400, message, members);
}

/** What the request names does not exist. */
export function resourceNotFound(message: string, members?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("ResourceNotFoundException", 404, message, members);
}

/** The caller is not allowed to; EKS Auth models it as 400, other services as 403. */
export function accessDenied(message: string, status: number): AwsError {
  return new AwsError("AccessDeniedException", status, message);
}

/** The body cannot be read as the modelled shape. */
export function unreadableBody(message: string): AwsError {
  return new AwsError("SerializationException", 400, message);
}
