import { escapeXml } from "../lib/escape-xml.ts";
import { KubernetesError, kubernetesStatusReply } from "./kubernetes/errors.ts";
import { stsErrorReply, wantsJson } from "./sts/responses.ts";
import { AwsError } from "./wire/aws-error.ts";
import type { Protocol } from "./wire/protocol.ts";
import { jsonReply, type Reply } from "./wire/replies.ts";

/** The service that fails, and the parts of its error responses. */
export interface FailingCall {
  readonly service: string;
  readonly protocol: Protocol;
  readonly requestId: string;
  readonly headers: Headers;
}

/** Creates an error response in the protocol of the service. */
export function errorReply(call: FailingCall, error: AwsError | KubernetesError): Reply {
  return { ...writeError(call, error), errorCode: error instanceof AwsError ? error.code : error.reason };
}

function writeError(call: FailingCall, error: AwsError | KubernetesError): Reply {
  const { service, protocol, requestId, headers } = call;
  if (protocol === "kubernetes") return kubernetesStatusReply(asKubernetesError(error));
  if (error instanceof KubernetesError) return jsonReply({ message: error.message }, error.status);
  if (protocol === "query") return stsErrorReply(error, requestId, service === "sts" && wantsJson(headers));
  if (protocol === "s3") return s3ErrorReply(error, requestId);
  if (protocol === "ec2") return ec2ErrorReply(error, requestId);
  if (protocol === "page") return pageReply(error.status, `${error.status} - ${error.code}`);
  if (protocol === "jsonRpc") return jsonReply({ __type: error.code, message: error.message }, error.status);
  const reply = jsonReply({ message: error.message, ...error.members }, error.status);
  return { ...reply, headers: { "x-amzn-errortype": error.code } };
}

function s3ErrorReply({ code, message, members, status }: AwsError, requestId: string): Reply {
  const elements = { Code: code, Message: message, ...members, RequestId: requestId };
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${xmlElements(elements)}</Error>`;
  return { status, contentType: "application/xml", body };
}

function ec2ErrorReply({ code, message, status }: AwsError, requestId: string): Reply {
  const error = `<Errors><Error>${xmlElements({ Code: code, Message: message })}</Error></Errors>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${error}<RequestID>${requestId}</RequestID></Response>`;
  return { status, contentType: "text/xml;charset=UTF-8", body };
}

function xmlElements(elements: Readonly<Record<string, string>>): string {
  const written = Object.entries(elements).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`);
  return written.join("");
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

/** The codes of an internal failure, by service and by protocol. */
const INTERNAL_CODES: Readonly<Record<string, string>> = {
  eks: "ServerException",
  "eks-auth": "InternalServerException",
  oidc: "InternalServerException",
  query: "InternalFailure",
  ec2: "InternalError",
  s3: "InternalError",
  json: "InternalServerException",
  jsonRpc: "InternalServerError",
  kubernetes: "InternalError",
  page: "Internal Server Error",
};

/** Creates the error of a service for an internal failure. */
export function serverFault({ service, protocol }: FailingCall, status: number): AwsError {
  if (status === 503) {
    const isModelled = ["json", "jsonRpc", "page"].includes(protocol);
    const code = isModelled ? "ServiceUnavailableException" : "ServiceUnavailable";
    return new AwsError(code, status, "Service is unavailable");
  }
  const code = INTERNAL_CODES[service] ?? INTERNAL_CODES[protocol] ?? "InternalFailure";
  return new AwsError(code, status, "An internal error occurred");
}

/** Creates the throttling error of a service. */
export function throttlingFault({ protocol }: FailingCall): AwsError {
  if (protocol === "query") return new AwsError("Throttling", 400, "Rate exceeded");
  if (protocol === "ec2") return new AwsError("RequestLimitExceeded", 503, "Request limit exceeded.");
  if (protocol === "s3") return new AwsError("SlowDown", 503, "Please reduce your request rate.");
  if (protocol === "kubernetes") {
    return new AwsError("TooManyRequests", 429, "Too many requests, please try again later.");
  }
  return new AwsError("ThrottlingException", protocol === "jsonRpc" ? 400 : 429, "Rate exceeded");
}
