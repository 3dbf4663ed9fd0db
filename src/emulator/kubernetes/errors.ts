import { jsonReply, type Reply } from "../wire/replies.ts";

/** The cause of an invalid field in a `Status`. */
export interface StatusCause {
  readonly reason: "FieldValueInvalid";
  readonly message: string;
  /** The path of the field, e.g. `spec.expirationSeconds`. */
  readonly field: string;
}

/** The `details` of a `Status`. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly StatusCause[];
}

/** An error response of the Kubernetes API. */
export class KubernetesError extends Error {
  /** The HTTP status. */
  readonly status: number;
  /** The machine-readable reason, e.g. `NotFound`. */
  readonly reason: string;
  /** `undefined` if the `Status` has no details. */
  readonly details: StatusDetails | undefined;

  constructor(status: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.name = "KubernetesError";
    this.status = status;
    this.reason = reason;
    this.details = details;
  }
}

/** Kubernetes forbids caches to store its answers. */
export const NO_CACHE: Readonly<Record<string, string>> = { "cache-control": "no-cache, private" };

/** Creates the error response: a `Status` object. */
export function kubernetesStatusReply({ status, reason, message, details }: KubernetesError): Reply {
  const head = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason };
  return { ...jsonReply({ ...head, details, code: status }, status), headers: NO_CACHE };
}

/** Creates the error for a request that Kubernetes cannot read. */
export function badRequest(message: string): KubernetesError {
  return new KubernetesError(400, "BadRequest", message);
}

/** Creates the error for an unknown object. `kind` is the plural name of its resource, e.g. `pods`. */
export function notFound(kind: string, name: string): KubernetesError {
  return new KubernetesError(404, "NotFound", `${kind} "${name}" not found`, { name, kind });
}

/** Creates the error for a path that has other methods. */
export function methodNotAllowed(): KubernetesError {
  const message = "the server does not allow this method on the requested resource";
  return new KubernetesError(405, "MethodNotAllowed", message, {});
}
