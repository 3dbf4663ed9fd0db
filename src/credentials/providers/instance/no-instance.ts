import { NetworkError } from "../../../errors/call-errors.ts";

const MAX_CAUSES = 5;

/** That nobody listens, or no way leads there. Deno gives no code, only the system's words. */
const NO_HOST =
  /^(ECONNREFUSED|ConnectionRefused|E(HOST|NET)(UNREACH|DOWN)|EADDRNOTAVAIL)$|\b(Connection refused|No route to host|Network is unreachable)\b/;

/**
 * Whether a failed request says that no metadata service is near. A timeout does not: a container whose instance has a hop
 * limit of 1 sees the same.
 */
export function saysNoInstance(error: unknown): boolean {
  if (!(error instanceof NetworkError)) return false;
  let current: unknown = error.cause;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    const code = "code" in current ? current.code : undefined;
    if (NO_HOST.test(typeof code === "string" ? code : current.message)) return true;
    current = current.cause;
  }
  return false;
}
