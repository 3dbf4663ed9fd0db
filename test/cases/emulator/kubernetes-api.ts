import { emulateAws } from "./emulated-aws.ts";

/** The URL of the emulated cluster's Kubernetes API. */
export const CLUSTER_URL = "http://127.0.0.1:8080/k8s/demo";
/** The path that creates a token of the service account shop/cart. */
export const TOKEN_PATH = "/api/v1/namespaces/shop/serviceaccounts/cart/token";

/** A call to the Kubernetes API. */
export interface KubernetesCall {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text, bytes, or a value that is sent as JSON. */
  readonly body?: unknown;
  readonly aws?: ReturnType<typeof emulateAws>;
}

/** The `Status` object of an error. */
export interface KubernetesStatus {
  readonly message: string;
  readonly reason: string;
  readonly code: number;
  readonly details?: unknown;
}

/** Calls the Kubernetes API of the cluster `demo`. By default it creates a token of shop/cart. */
export function callKubernetes(call: KubernetesCall = {}): Promise<Response> {
  const { path = TOKEN_PATH, method = "POST", headers, body = {}, aws = emulateAws() } = call;
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  const init: RequestInit = {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "POST" && { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
  };
  return aws.emulator.fetch(CLUSTER_URL + path, init);
}

/** Reads the `Status` of a response, and its HTTP status. */
export async function readStatus(response: Response): Promise<KubernetesStatus & { httpStatus: number }> {
  return { ...((await response.json()) as KubernetesStatus), httpStatus: response.status };
}

/** Builds the complete `Status` object of an error. */
export function statusOf(code: number, reason: string, message: unknown, details?: unknown): unknown {
  const status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
  return details === undefined ? status : { ...status, details };
}
