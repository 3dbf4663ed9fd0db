import { type IncomingRequest, queryValue } from "./incoming-request.ts";

/**
 * How a service writes its errors: REST-JSON, JSON-RPC with `X-Amz-Target`, the query protocol, EC2's form of it, the XML of
 * S3, a Kubernetes `Status`, or an HTML page.
 */
export type Protocol = "json" | "jsonRpc" | "query" | "ec2" | "s3" | "kubernetes" | "page";

/** The signing names of S3, whose signatures, payload hashes and errors differ from those of all other services. */
const S3_NAMES = new Set(["s3", "s3-object-lambda", "s3-outposts", "s3express"]);

/** Services with REST-XML. Their errors have the form of the query protocol. */
const XML_NAMES = new Set(["cloudfront", "route53"]);

/** Recognises the protocol of a request to a service that the emulator does not emulate. */
export function protocolOf(service: string, { headers, query }: IncomingRequest): Protocol {
  if (S3_NAMES.has(service)) return "s3";
  if (service === "ec2") return "ec2";
  const contentType = headers.get("content-type") ?? "";
  if (headers.has("x-amz-target") || contentType.startsWith("application/x-amz-json")) return "jsonRpc";
  if (contentType.startsWith("application/x-www-form-urlencoded")) return "query";
  return XML_NAMES.has(service) || queryValue(query, "Action") !== undefined ? "query" : "json";
}

/** Reads the name of the operation where the protocol has one. Requests of REST have none. */
export function operationNameOf({ headers, query, method, text }: IncomingRequest): string | undefined {
  const target = headers.get("x-amz-target");
  if (target !== null) return target.slice(target.lastIndexOf(".") + 1);
  const contentType = headers.get("content-type") ?? "";
  const isForm = method === "POST" && contentType.startsWith("application/x-www-form-urlencoded");
  return (isForm ? new URLSearchParams(text).get("Action") : undefined) ?? queryValue(query, "Action");
}
