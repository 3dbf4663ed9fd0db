import { jsonReply, type Reply } from "../wire/replies.ts";

/** An error response of the Kubernetes API. */
export class KubernetesError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = "KubernetesError";
    this.status = status;
    this.reason = reason;
  }
}

/** Creates the error response: a `Status` object. */
export function kubernetesStatusReply({ status, reason, message }: KubernetesError): Reply {
  return jsonReply(
    { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code: status },
    status,
  );
}
