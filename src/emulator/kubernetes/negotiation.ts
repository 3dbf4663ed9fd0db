import { KubernetesError } from "./errors.ts";

/**
 * Throws a `KubernetesError` with status 406 if the client does not accept the only media type of a document. As in
 * Kubernetes, a range matches by its text: `*\/*` or exactly the media type, without regard to its quality.
 */
export function requireAcceptable(headers: Headers, mediaType: string): void {
  const accept = headers.get("accept") ?? "*/*";
  const ranges = accept.split(",").map((range) => range.split(";")[0]?.trim());
  if (ranges.some((range) => range === "*/*" || range === mediaType)) return;
  const message = `406: Not Acceptable\n\nAvailable representations: ${mediaType}`;
  throw new KubernetesError(406, "NotAcceptable", message, {});
}
