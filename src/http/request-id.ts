/** AWS's id of a request, for its support. */
export function requestIdOf(headers: Headers): string | undefined {
  return (
    headers.get("x-amzn-requestid") ??
    headers.get("x-amzn-request-id") ??
    headers.get("x-amz-request-id") ??
    undefined
  );
}
