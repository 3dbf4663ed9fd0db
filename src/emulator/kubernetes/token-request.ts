import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import { issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";
import { requireTokenAccess } from "./access.ts";
import { findSubject } from "./bound-object.ts";
import { badRequest, KubernetesError, NO_CACHE, type StatusDetails } from "./errors.ts";
import { requireKubernetes } from "./oidc.ts";
import { signServiceAccountToken } from "./token-issuer.ts";
import {
  readTokenRequest,
  TOKEN_REQUEST_API_VERSION,
  type TokenRequestInput,
} from "./token-request-input.ts";

const MIN_SECONDS = 600;
const DEFAULT_SECONDS = 3600;
const MAX_SECONDS = 2 ** 32;

/** CreateServiceAccountToken: answers a Kubernetes TokenRequest with a token of a service account. */
export async function createServiceAccountToken(world: World, call: Call): Promise<Reply> {
  const { namespace = "", name = "" } = call.labels;
  const { headers } = call.request;
  const account = { namespace, name };
  const cluster = requireKubernetes(world, call);
  await requireTokenAccess(world, cluster, headers, account);
  requireJsonAccepted(headers);
  const input = readTokenRequest(call.request);
  checkMetadata(input, account);
  const expirationSeconds = checkLifetime(input.expirationSeconds ?? DEFAULT_SECONDS);
  const audiences = input.audiences.length === 0 ? [issuerOf(world, cluster)] : input.audiences;
  const subject = findSubject(world, cluster, account, input.boundObject);
  const terms = { audiences, lifetimeSeconds: expirationSeconds };
  const issued = await signServiceAccountToken(world, cluster, { ...subject, ...terms });
  const { uid } = subject.serviceAccount;
  const body = {
    kind: "TokenRequest",
    apiVersion: TOKEN_REQUEST_API_VERSION,
    metadata: { name, namespace, uid, creationTimestamp: formatTime(world.now()) },
    spec: { audiences, expirationSeconds, boundObjectRef: input.boundObjectRef ?? null },
    status: { token: issued.token, expirationTimestamp: formatTime(issued.expiresAtMs) },
  };
  return { ...jsonReply(body, 201), headers: { ...NO_CACHE, ...warningsOf(call, input) } };
}

// The emulator reads protobuf and does not write it. kubectl accepts both.
function requireJsonAccepted(headers: Headers): void {
  const accept = headers.get("accept") ?? "*/*";
  if (accept.split(",").some((range) => /^\s*(\*\/\*|application\/(\*|json))\s*(;|$)/.test(range))) return;
  const message = "only the following media types are accepted: application/json";
  throw new KubernetesError(406, "NotAcceptable", message);
}

function checkMetadata(input: TokenRequestInput, account: { name: string; namespace: string }): void {
  if (input.namespace !== "" && input.namespace !== account.namespace) {
    throw badRequest("the namespace of the provided object does not match the namespace sent on the request");
  }
  if (input.name === "" || input.name === account.name) return;
  const message = `Invalid value: ${JSON.stringify(input.name)}: must match the service account name if specified`;
  throw invalid(account.name, "metadata.name", message);
}

function checkLifetime(seconds: number): number {
  if (seconds < MIN_SECONDS) throw invalidLifetime(seconds, "less than 10 minutes");
  if (seconds > MAX_SECONDS) throw invalidLifetime(seconds, "larger than 2^32 seconds");
  return seconds;
}

function invalidLifetime(seconds: number, bound: string): KubernetesError {
  const message = `Invalid value: ${seconds}: may not specify a duration ${bound}`;
  return invalid("", "spec.expirationSeconds", message);
}

function invalid(name: string, field: string, message: string): KubernetesError {
  const details: StatusDetails = {
    ...(name !== "" && { name }),
    group: "authentication.k8s.io",
    kind: "TokenRequest",
    causes: [{ reason: "FieldValueInvalid", message, field }],
  };
  const text = `TokenRequest.authentication.k8s.io "${name}" is invalid: ${field}: ${message}`;
  return new KubernetesError(422, "Invalid", text, details);
}

function warningsOf({ request }: Call, { unknownFields }: TokenRequestInput): Record<string, string> {
  const isSilent = request.query.some(([name, value]) => name === "fieldValidation" && value === "Ignore");
  if (isSilent || unknownFields.length === 0) return {};
  const warnings = unknownFields.map((field) => `299 - ${quote(`unknown field "${field}"`)}`);
  return { warning: warnings.join(", ") };
}

// A header holds ASCII only.
function quote(text: string): string {
  const toEscape = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(/[^ -~]/g, toEscape);
}

function formatTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
