import { SESSION_TOKEN_PREFIX } from "../wire/identifiers.ts";
import { percentDecode } from "../wire/incoming-request.ts";
import type { RecordedRequest } from "../world/request-log.ts";

const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]*/;

/** Finds a secret in the URL of a request, and says which kind it is. */
export function findSecretInUrl({ path, query, headers }: RecordedRequest): string | undefined {
  const url = percentDecode(`${path}?${query}`);
  if (/[?&]X-Amz-Security-Token=/i.test(url) || url.includes(SESSION_TOKEN_PREFIX)) return "a session token";
  if (/[?&]X-Amz-Signature=/i.test(url)) return "a signature";
  if (JWT.test(url)) return "a JSON Web Token";
  const bearer = /Bearer\s+(\S+)/i.exec(headers["authorization"] ?? "")?.[1];
  if (bearer !== undefined && url.includes(bearer)) return "a bearer token";
  return undefined;
}
