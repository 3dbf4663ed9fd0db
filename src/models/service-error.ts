import { TEXT } from "../aws/names.ts";
import { parseResponse } from "../aws/parse.ts";
import type { ObjectShape } from "../aws/shape.ts";
import type { ServiceErrorFacts } from "../errors/call-errors.ts";
import type { ServiceId } from "../http/endpoint.ts";
import { readError } from "../http/protocols/read-error.ts";
import type { Answer } from "../http/send-once.ts";
import { escapeXml } from "../lib/escape-xml.ts";
import { isVisibleAscii } from "../lib/header-value.ts";
import type { HeadersInput } from "../ports.ts";
import { type EksErrorMembers, isListed, type ServiceErrorResponse } from "./error-response.ts";

/** The HTTP response that holds an error. */
export interface WireResponse {
  /** The HTTP status, from 300 to 599. */
  readonly status: number;
  /** The headers. Default: none. */
  readonly headers?: HeadersInput;
  /** The body, as text. */
  readonly body: string;
}

/** What `encodeServiceError` writes: a `ServiceErrorResponse`, or a `ServiceError` that an operation threw. */
export type ServiceErrorContent = Pick<
  ServiceErrorFacts,
  "status" | "awsCode" | "awsMessage" | "requestId" | "members"
>;

const CONTEXT = { service: "aws", operation: "error" };

const RESPONSE: ObjectShape<Omit<Answer, "headers"> & Partial<Pick<Answer, "headers">>> = {
  required: {
    status: {
      type: "number",
      check: (status) => (isErrorStatus(status) ? undefined : "a whole number from 300 to 599"),
    },
    body: TEXT,
  },
  optional: { headers: { expected: "Headers", convert: toHeaders } },
};

const MEMBERS: ObjectShape<EksErrorMembers> = {
  required: {},
  optional: {
    addonName: TEXT,
    clusterName: TEXT,
    fargateProfileName: TEXT,
    nodegroupName: TEXT,
    subscriptionId: TEXT,
  },
};

/**
 * Reads an error response of EKS or EKS Auth (JSON), or of STS (XML, or JSON if the request accepted it). The code may stand in
 * the header `x-amzn-errortype`, in `code` or in `__type`. A body that is neither, for example the page of a proxy, gives the
 * code `Unknown`. Throws `INVALID_RESPONSE` for a status below 300, and for a modelled member that is not text.
 *
 * @example
 * const error = decodeServiceError({ status: 409, headers, body });
 * if (error.name === "ResourceInUseException") report(error.members.clusterName);
 */
export function decodeServiceError(response: WireResponse): ServiceErrorResponse {
  const { headers = new Headers(), ...rest } = parseResponse(RESPONSE, response, CONTEXT);
  const answer = { ...rest, headers };
  const { awsCode, awsMessage, requestId, members = {} } = readError(answer);
  return {
    name: isListed(awsCode) ? awsCode : "Unmodelled",
    awsCode,
    awsMessage,
    status: answer.status,
    ...(requestId !== undefined && { requestId }),
    members: parseResponse(MEMBERS, members, CONTEXT),
  } as ServiceErrorResponse;
}

/**
 * Writes an error as a service does: JSON for `eks` and `eks-auth`, XML for `sts`, whose errors hold no `members`.
 * `decodeServiceError` reads it back unchanged.
 */
export function encodeServiceError(
  error: ServiceErrorContent,
  service: ServiceId,
): WireResponse & { readonly headers: Record<string, string> } {
  const { status, awsCode, awsMessage, requestId, members } = error;
  const id = requestId !== undefined && isVisibleAscii(requestId) && { "x-amzn-requestid": requestId };
  if (service === "sts")
    return { status, headers: { "content-type": "text/xml", ...id }, body: toXml(error) };
  const isHeader = isVisibleAscii(awsCode);
  return {
    status,
    headers: { "content-type": "application/json", ...(isHeader && { "x-amzn-errortype": awsCode }), ...id },
    body: JSON.stringify({ ...members, ...(!isHeader && { __type: awsCode }), message: awsMessage }),
  };
}

function toXml({ status, awsCode, awsMessage, requestId }: ServiceErrorContent): string {
  const type = status < 500 ? "Sender" : "Receiver";
  const error = `<Type>${type}</Type><Code>${escapeXml(awsCode)}</Code><Message>${escapeXml(awsMessage)}</Message>`;
  const id = requestId === undefined ? "" : `<RequestId>${escapeXml(requestId)}</RequestId>`;
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>${error}</Error>${id}</ErrorResponse>`;
}

function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 300 && status <= 599;
}

function toHeaders(headers: unknown): Headers | undefined {
  try {
    return new Headers(headers as HeadersInput);
  } catch {
    return undefined;
  }
}
