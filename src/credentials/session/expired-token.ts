const REFUSALS = new Set([400, 401, 403]);
const MAX_BODY_LENGTH = 65_536;

/** AWS's words for credentials that were good once: rest-json and query services, S3, and those in between. */
const EXPIRED = /\b(ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)\b/;

/** Whether AWS refused a request because its credentials have expired. Leaves the answer readable. */
export async function isExpiredTokenAnswer(response: Response): Promise<boolean> {
  if (!REFUSALS.has(response.status)) return false;
  if (EXPIRED.test(response.headers.get("x-amzn-errortype") ?? "")) return true;
  if (Number(response.headers.get("content-length") ?? 0) > MAX_BODY_LENGTH) return false;
  return EXPIRED.test(await response.clone().text());
}
