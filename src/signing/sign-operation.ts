import { whenHashed } from "../digest.ts";
import { percentEncode } from "../lib/url.ts";
import type { MaybePromise, OutgoingRequest } from "../ports.ts";
import { authorize, PLAIN_PATH, type SigningContext } from "./signature.ts";

/** Host, path and query of a URL that is spelled as `URL` spells it. */
const URL_PARTS = /^https?:\/\/([^/]*)([^?]*)\??(.*)$/;

/**
 * Signs an operation of the library itself. It takes less code and time than `signHeaders`, because the parts are canonical
 * already. Endpoints are spelled as `URL` spells them. Labels, and names and values of the query, are percent-encoded as AWS
 * expects. Header names are in lower case. Throws `CONFIGURATION` for unusable credentials.
 */
export function signOperation(
  request: OutgoingRequest,
  context: SigningContext,
): MaybePromise<OutgoingRequest> {
  const [, host = "", path = "", query = ""] = URL_PARTS.exec(request.url) ?? [];
  const { method, headers, body } = request;
  const parts = { method, host, path: canonicalPath(path), query: canonicalQuery(query), headers, body };
  return whenHashed(authorize(parts, context), (signed) => ({ ...request, headers: signed }));
}

/** Encodes the segments of a path once more. AWS takes several slashes as one. */
function canonicalPath(path: string): string {
  if (PLAIN_PATH.test(path)) return path;
  return percentEncode(path.replace(/\/+/g, "/")).replaceAll("%2F", "/");
}

/** Puts pairs in the order of their names, then of their values. `!` comes before all other characters of a name, `=` does not. */
function canonicalQuery(query: string): string {
  return query.replaceAll("=", "!").split("&").sort().join("&").replaceAll("!", "=");
}
