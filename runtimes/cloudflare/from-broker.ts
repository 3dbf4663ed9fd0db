import type { CredentialProvider } from "../../src/aws/credentials.ts";
import { isRecord, tryParseJson } from "../../src/aws/decode.ts";
import { NetworkError, ServiceError } from "../../src/errors/call-errors.ts";
import { decodeRecord } from "../../src/stores/credentials-record.ts";
import { BROKER_URL, FORCE_PARAMETER, MIN_TTL_PARAMETER, NAME_PARAMETER } from "./broker-protocol.ts";
import type { ObjectNamespace } from "./worker-api.ts";

/** Which broker to ask, and for whom. */
export interface FromBrokerOptions {
  /** The binding to the class that `createCredentialBroker` made. */
  readonly namespace: ObjectNamespace;
  readonly identity: string;
}

const CONTEXT = { service: "credential-broker", operation: "GetCredentials" };

/**
 * Credentials from a credential broker, a Durable Object that all Workers of the account share. Throws `SERVICE` with the
 * broker's reason, and `NETWORK` if the object went away while it was asked.
 *
 * @example
 * const provider = fromBroker({ namespace: env.BROKER, identity: "checkout-prod" });
 */
export function fromBroker({ namespace, identity }: FromBrokerOptions): CredentialProvider {
  return async (request) => {
    const url = new URL(BROKER_URL);
    url.searchParams.set(NAME_PARAMETER, identity);
    if (request?.forceRefresh) url.searchParams.set(FORCE_PARAMETER, "true");
    if (request?.minTtlMs) url.searchParams.set(MIN_TTL_PARAMETER, String(request.minTtlMs));
    const object = namespace.get(namespace.idFromName(identity) as never);
    const { status, body } = await ask(object, url.href);
    if (status === 200) return decodeRecord(body).credentials;
    throw toServiceError(status, body);
  };
}

async function ask(
  object: ReturnType<ObjectNamespace["get"]>,
  url: string,
): Promise<{ status: number; body: string }> {
  try {
    const response = await object.fetch(url);
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    // An object ends with each deployment. The next request starts it again, but for one that is asked too much already.
    const isOverloaded = isRecord(cause) && cause["overloaded"] === true;
    throw new NetworkError({ ...CONTEXT, host: "its Durable Object", retryable: !isOverloaded, cause });
  }
}

function toServiceError(status: number, body: string): ServiceError {
  const parsed = tryParseJson(body);
  const { awsCode, message, retryable, retryAfterMs } = isRecord(parsed) ? parsed : {};
  return new ServiceError({
    ...CONTEXT,
    status,
    awsCode: typeof awsCode === "string" ? awsCode : "BrokerFailure",
    awsMessage: typeof message === "string" ? message : "the broker could not get credentials",
    retryable: retryable === true,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : undefined,
  });
}
