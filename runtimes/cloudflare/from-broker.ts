import type { CredentialProvider } from "../../src/aws/credentials.ts";
import { isRecord, tryParseJson } from "../../src/aws/decode.ts";
import { decodeRecord } from "../../src/credentials/sharing/credentials-record.ts";
import { NetworkError, ServiceError } from "../../src/errors/call-errors.ts";
import { brokerUrl } from "./broker-protocol.ts";
import type { ObjectNamespace } from "./worker-api.ts";

/** Which broker to ask, and for which identity. */
export interface FromBrokerOptions {
  /** The binding to the class that `createCredentialBroker` made. */
  readonly namespace: ObjectNamespace;
  /** The name of the identity, for example `checkout-prod`. Each name has its own broker object. */
  readonly identity: string;
}

const CONTEXT = { service: "credential-broker", operation: "GetCredentials" };

/**
 * Gets credentials from a credential broker, a Durable Object that all Workers of the account share. Throws `SERVICE` with the
 * broker's reason, and `NETWORK` if the object was reset during the request.
 *
 * @example
 * const provider = fromBroker({ namespace: env.BROKER, identity: "checkout-prod" });
 */
export function fromBroker({ namespace, identity }: FromBrokerOptions): CredentialProvider {
  return async (request) => {
    const { minTtlMs, forceRefresh } = request ?? {};
    const object = namespace.get(namespace.idFromName(identity) as never);
    const { status, body } = await ask(object, brokerUrl({ identity, minTtlMs, forceRefresh }));
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
    // Each deployment resets the object, and the next request starts it again. Do not retry if it is overloaded.
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
