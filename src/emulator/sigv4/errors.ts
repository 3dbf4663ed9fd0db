import { AwsError } from "../wire/aws-error.ts";

/** The protocol of a service: REST-JSON, or the query protocol of STS. */
export type Protocol = "json" | "query";

/** The reason why a signature is refused. */
export type SignatureFault = "missing" | "incomplete" | "unknownKey" | "mismatch" | "expiredSession";

interface FaultForm {
  readonly json: string;
  readonly query: string;
  readonly status: number;
  readonly message: string;
}

const FORMS: Readonly<Record<SignatureFault, FaultForm>> = {
  missing: {
    json: "MissingAuthenticationTokenException",
    query: "MissingAuthenticationToken",
    status: 403,
    message: "Missing Authentication Token",
  },
  incomplete: {
    json: "IncompleteSignatureException",
    query: "IncompleteSignature",
    status: 400,
    message: "The request signature does not conform to AWS standards.",
  },
  unknownKey: {
    json: "UnrecognizedClientException",
    query: "InvalidClientTokenId",
    status: 403,
    message: "The security token included in the request is invalid.",
  },
  mismatch: {
    json: "InvalidSignatureException",
    query: "SignatureDoesNotMatch",
    status: 403,
    message:
      "The request signature we calculated does not match the signature you provided. " +
      "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  },
  expiredSession: {
    json: "ExpiredTokenException",
    query: "ExpiredToken",
    status: 403,
    message: "The security token included in the request is expired",
  },
};

/** Creates the error that AWS sends for a refused signature, with the protocol's code. */
export function signatureError(protocol: Protocol, fault: SignatureFault, message?: string): AwsError {
  const form = FORMS[fault];
  return new AwsError(form[protocol], form.status, message ?? form.message);
}
