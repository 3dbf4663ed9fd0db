import { jsonReply, type Reply } from "../wire/replies.ts";

/** An error that the Kubernetes API answers with. */
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

/** The `Status` object that tells a Kubernetes client of an error. */
export function kubernetesStatusReply({ status, reason, message }: KubernetesError): Reply {
  return jsonReply(
    { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code: status },
    status,
  );
}
