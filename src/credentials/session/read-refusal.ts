import { readError } from "../../http/protocols/read-error.ts";
import { readBoundedText } from "../../lib/bounded-text.ts";
import { withDeadline } from "../../lib/deadline.ts";
import type { Ports } from "../../ports.ts";

/** What AWS said when it refused a request, in the shape of its service. */
export interface Refusal {
  /** AWS's error code, for example `ExpiredToken`. */
  readonly awsCode: string;
  /** AWS's explanation. */
  readonly awsMessage: string;
}

const STATUSES = new Set([400, 401, 403]);

/** Error documents of AWS are shorter than 1 kB. A longer body is an application's. */
const MAX_BODY_BYTES = 65_536;

/** A body that comes slower is not worth the wait: the caller can read it as it comes. */
const TIMEOUT_MS = 1000;

/**
 * Reads AWS's refusal of a request, in the protocol of its service. Leaves the response whole and unread. Returns `undefined`
 * for another status, and for a body that is too long, too slow or not an error document.
 */
export async function readRefusal(
  response: Response,
  { sleep }: Pick<Ports, "sleep">,
): Promise<Refusal | undefined> {
  const { status, headers } = response;
  if (!STATUSES.has(status)) return undefined;
  const body = await readCopy(response, sleep);
  if (body === undefined && !headers.has("x-amzn-errortype")) return undefined;
  const { awsCode, awsMessage } = readError({ status, headers, body: body ?? "" });
  return { awsCode, awsMessage };
}

async function readCopy(response: Response, sleep: Ports["sleep"]): Promise<string | undefined> {
  const reader = response.clone().body?.getReader();
  if (!reader) return "";
  try {
    return await withDeadline({ sleep, timeoutMs: TIMEOUT_MS }, () =>
      readBoundedText(reader, MAX_BODY_BYTES),
    );
  } catch {
    return undefined;
  } finally {
    // Not awaited: the cancellation of one branch of a tee settles only with that of the other.
    reader.cancel().catch(() => undefined);
  }
}
