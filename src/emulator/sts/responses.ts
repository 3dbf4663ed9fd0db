import { escapeXml } from "../../lib/escape-xml.ts";
import type { AwsError } from "../wire/aws-error.ts";
import type { Reply } from "../wire/replies.ts";
import type { IssuedSession } from "../world/principals.ts";

/** A response element: text, a number, a time, or named elements. `undefined` elements are omitted. */
export type StsValue = string | number | Date | undefined | { readonly [name: string]: StsValue };

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** Tells whether the caller asks for JSON instead of XML. */
export function wantsJson(headers: Headers): boolean {
  return (headers.get("accept") ?? "").includes("application/json");
}

/** Creates the response of an STS operation, as XML or as JSON with the same nesting. */
export function stsReply(operation: string, result: StsValue, requestId: string, json: boolean): Reply {
  const response = { [`${operation}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  if (json) return stsJson(200, { [`${operation}Response`]: response });
  return xmlReply(200, `${operation}Response`, response);
}

/** Creates the error response of STS. */
export function stsErrorReply(error: AwsError, requestId: string, json: boolean): Reply {
  const type = error.status < 500 ? "Sender" : "Receiver";
  const response = { Error: { Type: type, Code: error.code, Message: error.message }, RequestId: requestId };
  return json ? stsJson(error.status, response) : xmlReply(error.status, "ErrorResponse", response);
}

function stsJson(status: number, value: StsValue): Reply {
  const body = JSON.stringify(jsonValue(value));
  return { status, contentType: "application/json", body };
}

// In JSON, STS sends times as seconds since the epoch.
function jsonValue(value: StsValue): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, jsonValue(member)]));
}

function xmlReply(status: number, root: string, value: StsValue): Reply {
  const body = `<${root} xmlns="${NAMESPACE}">\n${xmlContent(value, "  ")}</${root}>\n`;
  return { status, contentType: "text/xml", body };
}

function xmlContent(value: StsValue, indent: string): string {
  if (typeof value !== "object" || value instanceof Date) return xmlText(value);
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => {
      if (typeof member !== "object" || member instanceof Date) {
        return `${indent}<${name}>${xmlText(member)}</${name}>\n`;
      }
      return `${indent}<${name}>\n${xmlContent(member, `${indent}  `)}${indent}</${name}>\n`;
    })
    .join("");
}

function xmlText(value: string | number | Date | undefined): string {
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  return escapeXml(String(value ?? ""));
}

/** Builds the `Credentials` and `AssumedRoleUser` elements of a response. */
export function sessionElements(issued: IssuedSession): { readonly [name: string]: StsValue } {
  return {
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: new Date(issued.session.expiresAtMs),
    },
    AssumedRoleUser: { AssumedRoleId: issued.userId, Arn: issued.arn },
  };
}
