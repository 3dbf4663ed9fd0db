import { hex } from "../../lib/bytes.ts";
import type { IncomingRequest } from "../wire/incoming-request.ts";
import { queryValue } from "../wire/incoming-request.ts";
import { isJsonObject, type JsonObject } from "../wire/json-input.ts";
import { badRequest, KubernetesError } from "./errors.ts";
import { readProtobufTokenRequest } from "./protobuf.ts";

export const TOKEN_REQUEST_API_VERSION = "authentication.k8s.io/v1";

/** The object that a token is to be bound to. */
export interface BoundObjectReference {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  readonly uid: string;
}

/** A TokenRequest as the client sent it. Absent text is `""`. */
export interface TokenRequestInput {
  readonly name: string;
  readonly namespace: string;
  readonly audiences: readonly string[];
  /** `undefined` if the request does not set it. */
  readonly expirationSeconds: number | undefined;
  readonly boundObject: BoundObjectReference | undefined;
  /** The request's `boundObjectRef`, which the response repeats. */
  readonly boundObjectRef: JsonObject | undefined;
  /** The paths of unknown fields. */
  readonly unknownFields: readonly string[];
}

const MEDIA_TYPES = ["application/json", "application/vnd.kubernetes.protobuf"];
const MAX_QUOTED_BYTES = 30;
const KNOWN_FIELDS: Readonly<Record<string, readonly string[]>> = {
  "": ["kind", "apiVersion", "metadata", "spec", "status"],
  "spec.": ["audiences", "expirationSeconds", "boundObjectRef"],
  "spec.boundObjectRef.": ["kind", "apiVersion", "name", "uid"],
};

/** Reads a TokenRequest in JSON or protobuf. Throws a `KubernetesError` for anything else. */
export function readTokenRequest(request: IncomingRequest): TokenRequestInput {
  const body = readBody(request);
  const kind = textIn(body, "kind") || "TokenRequest";
  const apiVersion = textIn(body, "apiVersion") || TOKEN_REQUEST_API_VERSION;
  if (kind !== "TokenRequest" || apiVersion !== TOKEN_REQUEST_API_VERSION) throw wrongKind(kind, apiVersion);
  const spec = objectIn(body, "spec", "v1.TokenRequestSpec");
  const metadata = objectIn(body, "metadata", "v1.ObjectMeta") ?? {};
  const boundObjectRef = objectIn(spec ?? {}, "boundObjectRef", "v1.BoundObjectReference");
  const input = {
    name: textIn(metadata, "name"),
    namespace: textIn(metadata, "namespace"),
    audiences: readAudiences(spec?.["audiences"] ?? []),
    expirationSeconds: readInteger(spec?.["expirationSeconds"] ?? undefined),
    boundObject: boundObjectRef && readReference(boundObjectRef),
    boundObjectRef,
    unknownFields: [
      ...unknownFields(body, ""),
      ...unknownFields(spec, "spec."),
      ...unknownFields(boundObjectRef, "spec.boundObjectRef."),
    ],
  };
  checkFields(input.unknownFields, queryValue(request.query, "fieldValidation"));
  return input;
}

function readBody({ headers, text, body }: IncomingRequest): JsonObject {
  const mediaType = (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() || MEDIA_TYPES[0];
  try {
    if (mediaType === MEDIA_TYPES[1]) return readProtobufTokenRequest(body);
    if (mediaType === MEDIA_TYPES[0]) return readJsonObject(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const summary = `${reason} (${quoteStart(body)})`;
    throw badRequest(`the object provided is unrecognized (must be of type TokenRequest): ${summary}`);
  }
  const message = `the body of the request was in an unknown format - accepted media types include: ${MEDIA_TYPES.join(", ")}`;
  throw new KubernetesError(415, "UnsupportedMediaType", message);
}

function readJsonObject(text: string): JsonObject {
  const prefix = "couldn't get version/kind; json parse error: ";
  if (text === "") throw new Error(`${prefix}unexpected end of JSON input`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${prefix}the body is not JSON`);
  }
  if (isJsonObject(value)) return value;
  throw new Error(`${prefix}json: cannot unmarshal into Go value of type runtime.TypeMeta`);
}

// Kubernetes quotes the start of a JSON object as text, and of anything else in hexadecimal digits.
function quoteStart(body: Uint8Array<ArrayBuffer>): string {
  if (body.length === 0) return "<empty>";
  const start = body.slice(0, MAX_QUOTED_BYTES);
  const text = body[0] === 0x7b ? new TextDecoder().decode(start) : hex(start);
  return body.length > MAX_QUOTED_BYTES ? `${text} ...` : text;
}

function wrongKind(kind: string, apiVersion: string): KubernetesError {
  const version = apiVersion.split("/").at(-1);
  const conversion = `converting (${version}.${kind}) to (authentication.TokenRequest): unknown conversion`;
  return badRequest(`${kind} in version "${version}" cannot be handled as a TokenRequest: ${conversion}`);
}

function objectIn(parent: JsonObject, name: string, type: string): JsonObject | undefined {
  const value = parent[name] ?? undefined;
  if (value === undefined || isJsonObject(value)) return value;
  throw badRequest(`json: cannot unmarshal ${name} into Go value of type ${type}`);
}

function textIn(parent: JsonObject, name: string): string {
  const value = parent[name] ?? "";
  if (typeof value === "string") return value;
  throw badRequest(`json: cannot unmarshal ${name} into Go value of type string`);
}

function readAudiences(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((audience) => typeof audience === "string")) return value;
  throw badRequest("json: cannot unmarshal audiences into Go value of type []string");
}

function readInteger(value: unknown): number | undefined {
  if (value === undefined || (typeof value === "number" && Number.isInteger(value))) return value;
  throw badRequest("json: cannot unmarshal expirationSeconds into Go value of type int64");
}

function readReference(reference: JsonObject): BoundObjectReference {
  return {
    kind: textIn(reference, "kind"),
    apiVersion: textIn(reference, "apiVersion"),
    name: textIn(reference, "name"),
    uid: textIn(reference, "uid"),
  };
}

function unknownFields(object: JsonObject | undefined, path: string): string[] {
  const known = KNOWN_FIELDS[path] ?? [];
  return Object.keys(object ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => path + name);
}

function checkFields(fields: readonly string[], fieldValidation: string | undefined): void {
  if (fieldValidation !== "Strict" || fields.length === 0) return;
  const list = fields.map((field) => `unknown field "${field}"`).join(", ");
  throw badRequest(
    `TokenRequest in version "v1" cannot be handled as a TokenRequest: strict decoding error: ${list}`,
  );
}
