import { isJsonObject, type JsonObject, parseJson } from "../wire/json-input.ts";
import { jsonReply, type Reply } from "../wire/replies.ts";
import type { Call } from "../world/call.ts";
import type { Cluster } from "../world/cluster.ts";
import { issuerOf } from "../world/clusters.ts";
import type { World } from "../world/world.ts";
import { KubernetesError } from "./errors.ts";
import { signServiceAccountToken, type TokenSubject } from "./token-issuer.ts";

const API_VERSION = "authentication.k8s.io/v1";
const MIN_SECONDS = 600;
const DEFAULT_SECONDS = 3600;
const MAX_SECONDS = 2 ** 32;

interface TokenRequestSpec {
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
  readonly boundObjectRef: JsonObject | undefined;
}

/** CreateServiceAccountToken: answers a Kubernetes TokenRequest with a token of a service account. */
export async function createServiceAccountToken(world: World, call: Call): Promise<Reply> {
  const { clusterName = "", namespace = "", name = "" } = call.labels;
  const cluster = world.clusters.get(clusterName);
  if (cluster === undefined) throw new KubernetesError(404, "NotFound", `cluster "${clusterName}" not found`);
  checkMediaType(call.request.headers);
  const spec = readSpec(world, cluster, call.request.text);
  const subject = { namespace, serviceAccount: name, ...boundTo(spec.boundObjectRef) };
  const issued = await signServiceAccountToken(
    world,
    cluster,
    subject,
    spec.audiences,
    spec.expirationSeconds,
  );
  return jsonReply(
    {
      kind: "TokenRequest",
      apiVersion: API_VERSION,
      metadata: { name, namespace, creationTimestamp: timeText(world.now()) },
      spec: { ...spec, boundObjectRef: spec.boundObjectRef ?? null },
      status: { token: issued.token, expirationTimestamp: timeText(issued.expiresAtMs) },
    },
    201,
  );
}

// Clients that prefer protobuf are told so, as by an API server that has JSON only.
function checkMediaType(headers: Headers): void {
  if (!headers.get("content-type")?.includes("protobuf")) return;
  const message =
    "the body of the request was in an unknown format - accepted media types include: application/json";
  throw new KubernetesError(415, "UnsupportedMediaType", message);
}

function readSpec(world: World, cluster: Cluster, text: string): TokenRequestSpec {
  const body = text === "" ? {} : parseJson(text);
  if (!isJsonObject(body)) throw badRequest("the object provided is unrecognized: it is not a JSON object");
  const { kind = "TokenRequest", apiVersion = API_VERSION, spec = {} } = body;
  if (kind !== "TokenRequest" || apiVersion !== API_VERSION) {
    throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
  }
  if (!isJsonObject(spec)) throw badRequest("json: cannot unmarshal spec into v1.TokenRequestSpec");
  const audiences = spec["audiences"] ?? [];
  if (!Array.isArray(audiences) || !audiences.every((audience) => typeof audience === "string")) {
    throw badRequest("json: cannot unmarshal spec.audiences into []string");
  }
  const bound = spec["boundObjectRef"] ?? undefined;
  if (bound !== undefined && !isJsonObject(bound))
    throw badRequest("json: cannot unmarshal spec.boundObjectRef");
  return {
    audiences: audiences.length === 0 ? [issuerOf(world, cluster)] : audiences,
    expirationSeconds: readExpirationSeconds(spec["expirationSeconds"] ?? DEFAULT_SECONDS),
    boundObjectRef: bound,
  };
}

function readExpirationSeconds(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw badRequest("json: cannot unmarshal spec.expirationSeconds into int64");
  }
  if (value < MIN_SECONDS) throw invalidExpiration(value, "may not specify a duration less than 10 minutes");
  if (value > MAX_SECONDS)
    throw invalidExpiration(value, "may not specify a duration larger than 2^32 seconds");
  return value;
}

function boundTo(reference: JsonObject | undefined): Partial<TokenSubject> {
  if (reference === undefined) return {};
  const { kind, name, uid } = reference;
  if (typeof name !== "string" || name === "") throw badRequest("spec.boundObjectRef.name is required");
  if (kind === "Node") return { nodeName: name };
  if (kind === "Pod")
    return { podName: name, podUid: typeof uid === "string" && uid !== "" ? uid : undefined };
  throw badRequest(`cannot bind token for serviceaccount to object of kind ${JSON.stringify(kind)}`);
}

function badRequest(message: string): KubernetesError {
  return new KubernetesError(400, "BadRequest", message);
}

function invalidExpiration(seconds: number, rule: string): KubernetesError {
  const message = `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${seconds}: ${rule}`;
  return new KubernetesError(422, "Invalid", message);
}

function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
