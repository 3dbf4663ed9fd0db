import type { RecordedRequest } from "../world/request-log.ts";
import { findSecretInUrl } from "./secret-in-url.ts";

const MAX_LINES = 50;

/** Lists requests, one on a line, with a mark at the selected ones. Contains no secret. */
export function describeRequests(
  requests: readonly RecordedRequest[],
  selected: readonly RecordedRequest[],
): string {
  if (requests.length === 0) return "The emulator received no request.";
  const first = Math.max(0, requests.length - MAX_LINES);
  const lines = requests.slice(first).map((request, index) => {
    return `${selected.includes(request) ? ">" : " "} ${first + index + 1}. ${describe(request)}`;
  });
  const which = first === 0 ? "" : `, of which these are the last ${MAX_LINES}`;
  const count = requests.length === 1 ? "1 request" : `${requests.length} requests`;
  return [`The emulator received ${count}${which}:`, ...lines].join("\n");
}

function describe(request: RecordedRequest): string {
  const { service, operation, region, principal, status, errorCode } = request;
  const name = operation ?? `${request.method} ${printablePath(request)}`;
  const outcome = [status ?? "no response", errorCode].filter((part) => part !== undefined).join(" ");
  return `${service} ${name}, ${region}, ${principal ?? "no verified principal"}: ${outcome}`;
}

function printablePath(request: RecordedRequest): string {
  return findSecretInUrl({ ...request, query: "" }) === undefined ? request.path : "[a path with a secret]";
}
