import { KubernetesError, kubernetesStatusReply } from "./kubernetes/errors.ts";
import { stsErrorReply, wantsJson } from "./sts/responses.ts";
import { AwsError } from "./wire/aws-error.ts";
import { jsonReply, type Reply } from "./wire/replies.ts";
import type { EmulatedService } from "./world/call.ts";

/** Creates an error response in the service's protocol: REST-JSON, query, a Kubernetes `Status`, or an HTML page. */
export function errorReply(
  service: EmulatedService,
  error: AwsError | KubernetesError,
  requestId: string,
  headers: Headers,
): Reply {
  if (service === "kubernetes") return kubernetesStatusReply(asKubernetesError(error));
  if (error instanceof KubernetesError) return jsonReply({ message: error.message }, error.status);
  if (service === "sts") return stsErrorReply(error, requestId, wantsJson(headers));
  if (service === "instance-metadata") return pageReply(error.status, `${error.status} - ${error.code}`);
  const reply = jsonReply({ message: error.message, ...error.members }, error.status);
  return { ...reply, headers: { "x-amzn-errortype": error.code } };
}

function asKubernetesError(error: AwsError | KubernetesError): KubernetesError {
  if (error instanceof KubernetesError) return error;
  return new KubernetesError(error.status, error.code, error.message);
}

/** Creates the HTML page that a load balancer sends. */
export function htmlReply(status: number): Reply {
  return pageReply(status, `${status} ${status === 503 ? "Service Temporarily Unavailable" : "Error"}`);
}

function pageReply(status: number, title: string): Reply {
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  return { status, contentType: "text/html", body };
}

/** Creates the modelled error of a service for an internal failure. */
export function serverFault(service: EmulatedService, status: number): AwsError {
  if (status === 503) {
    const isModelled = service !== "sts" && service !== "kubernetes";
    const code = isModelled ? "ServiceUnavailableException" : "ServiceUnavailable";
    return new AwsError(code, status, "Service is unavailable");
  }
  const codes: Readonly<Record<EmulatedService, string>> = {
    eks: "ServerException",
    "eks-auth": "InternalServerException",
    sts: "InternalFailure",
    oidc: "InternalServerException",
    kubernetes: "InternalError",
    "instance-metadata": "Internal Server Error",
  };
  return new AwsError(codes[service], status, "An internal error occurred");
}

/** Creates the throttling error of a service. */
export function throttlingFault(service: EmulatedService): AwsError {
  if (service === "sts") return new AwsError("Throttling", 400, "Rate exceeded");
  if (service === "kubernetes") {
    return new AwsError("TooManyRequests", 429, "Too many requests, please try again later.");
  }
  return new AwsError("ThrottlingException", 429, "Rate exceeded");
}
