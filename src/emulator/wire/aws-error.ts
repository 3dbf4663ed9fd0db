/** An error response of an AWS service. */
export class AwsError extends Error {
  /** The error code as it is sent, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** Modelled members other than the message, e.g. `clusterName`. */
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** Creates the EKS error for a member that is missing, malformed, or breaks a rule. */
export function invalidParameter(message: string, members?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("InvalidParameterException", 400, message, members);
}

/** Creates the EKS error for a well-formed request that the current state does not allow. */
export function invalidRequest(message: string, members?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("InvalidRequestException", 400, message, members);
}

/** Creates the EKS error for a request that names something that does not exist. */
export function resourceNotFound(message: string, members?: Readonly<Record<string, string>>): AwsError {
  return new AwsError("ResourceNotFoundException", 404, message, members);
}

/** Creates the error for a caller without permission. EKS Auth models it with status 400, other services with 403. */
export function accessDenied(message: string, status: number): AwsError {
  return new AwsError("AccessDeniedException", status, message);
}

/** Creates the error for a body that does not have the modelled shape. */
export function unreadableBody(message: string): AwsError {
  return new AwsError("SerializationException", 400, message);
}
