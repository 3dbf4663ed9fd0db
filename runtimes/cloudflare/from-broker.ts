import { ServiceError } from "../../src/models/call-errors.ts";
import type { CredentialProvider } from "../../src/models/credentials.ts";
import { decodeRecord } from "../../src/models/credentials-record.ts";
import { isRecord, tryParseJson } from "../../src/models/parse.ts";
import { BROKER_URL, MIN_TTL_PARAMETER, NAME_PARAMETER } from "./broker-protocol.ts";
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
 * broker's reason.
 *
 * @example
 * const provider = fromBroker({ namespace: env.BROKER, identity: "checkout-prod" });
 */
export function fromBroker({ namespace, identity }: FromBrokerOptions): CredentialProvider {
  return async (request) => {
    const url = new URL(BROKER_URL);
    url.searchParams.set(NAME_PARAMETER, identity);
    if (request?.minTtlMs) url.searchParams.set(MIN_TTL_PARAMETER, String(request.minTtlMs));
    const object = namespace.get(namespace.idFromName(identity) as never);
    const response = await object.fetch(url.href);
    const body = await response.text();
    if (response.status === 200) return decodeRecord(body).credentials;
    throw toServiceError(response.status, body);
  };
}

function toServiceError(status: number, body: string): ServiceError {
  const parsed = tryParseJson(body);
  const { awsCode, message, retryable } = isRecord(parsed) ? parsed : {};
  return new ServiceError({
    ...CONTEXT,
    status,
    awsCode: typeof awsCode === "string" ? awsCode : "BrokerFailure",
    awsMessage: typeof message === "string" ? message : "the broker could not get credentials",
    retryable: retryable === true,
  });
}
