import { AwsError } from "../wire/aws-error.ts";
import type { Protocol } from "../wire/protocol.ts";

/** The reason why a signature is refused. */
export type SignatureFault =
  | "missing"
  | "incomplete"
  | "incompleteQuery"
  | "unknownKey"
  | "wrongToken"
  | "unsignedHeader"
  | "wrongScope"
  | "mismatch"
  | "skewed"
  | "expiredUrl"
  | "expiredSession";

type Form = readonly [code: string, status: number, message: string];

interface FaultForm {
  readonly json: Form;
  readonly query: Form;
  readonly s3: Form;
}

/** What an error says instead of AWS's own text for its reason, or beside it. */
export interface SignatureErrorDetails {
  /** Replaces the text. Default: AWS's text for the reason. */
  readonly message?: string | undefined;
  /** Members of the error other than the message. */
  readonly members?: Readonly<Record<string, string>>;
}

const MISMATCH = "The request signature we calculated does not match the signature you provided.";
const LONG_MISMATCH = `${MISMATCH} Check your AWS Secret Access Key and signing method. Consult the service documentation for details.`;
const INCOMPLETE = "The request signature does not conform to AWS standards.";
const INVALID_TOKEN = "The security token included in the request is invalid.";
const EXPIRED_TOKEN = "The security token included in the request is expired";

const JSON_MISMATCH: Form = ["InvalidSignatureException", 403, LONG_MISMATCH];
const QUERY_MISMATCH: Form = ["SignatureDoesNotMatch", 403, LONG_MISMATCH];
const JSON_UNKNOWN: Form = ["UnrecognizedClientException", 403, INVALID_TOKEN];
const QUERY_UNKNOWN: Form = ["InvalidClientTokenId", 403, INVALID_TOKEN];
const JSON_INCOMPLETE: Form = ["IncompleteSignatureException", 400, INCOMPLETE];
const QUERY_INCOMPLETE: Form = ["IncompleteSignature", 400, INCOMPLETE];

/** AWS's codes and texts. S3's are those of its list of error codes. */
const FORMS: Readonly<Record<SignatureFault, FaultForm>> = {
  missing: {
    json: ["MissingAuthenticationTokenException", 403, "Missing Authentication Token"],
    query: ["MissingAuthenticationToken", 403, "Request is missing Authentication Token"],
    s3: ["AccessDenied", 403, "Access Denied"],
  },
  incomplete: {
    json: JSON_INCOMPLETE,
    query: QUERY_INCOMPLETE,
    s3: ["AuthorizationHeaderMalformed", 400, INCOMPLETE],
  },
  incompleteQuery: {
    json: JSON_INCOMPLETE,
    query: QUERY_INCOMPLETE,
    s3: ["AuthorizationQueryParametersError", 400, INCOMPLETE],
  },
  unknownKey: {
    json: JSON_UNKNOWN,
    query: QUERY_UNKNOWN,
    s3: ["InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records."],
  },
  wrongToken: {
    json: JSON_UNKNOWN,
    query: QUERY_UNKNOWN,
    s3: ["InvalidToken", 400, "The provided token is malformed or otherwise invalid."],
  },
  expiredSession: {
    json: ["ExpiredTokenException", 403, EXPIRED_TOKEN],
    query: ["ExpiredToken", 403, EXPIRED_TOKEN],
    s3: ["ExpiredToken", 400, "The provided token has expired."],
  },
  unsignedHeader: {
    json: JSON_MISMATCH,
    query: QUERY_MISMATCH,
    s3: ["AccessDenied", 403, "There were headers present in the request which were not signed"],
  },
  wrongScope: {
    json: JSON_MISMATCH,
    query: QUERY_MISMATCH,
    s3: ["AuthorizationHeaderMalformed", 400, MISMATCH],
  },
  mismatch: {
    json: JSON_MISMATCH,
    query: QUERY_MISMATCH,
    s3: ["SignatureDoesNotMatch", 403, `${MISMATCH} Check your key and signing method.`],
  },
  skewed: {
    json: JSON_MISMATCH,
    query: QUERY_MISMATCH,
    s3: [
      "RequestTimeTooSkewed",
      403,
      "The difference between the request time and the current time is too large.",
    ],
  },
  expiredUrl: {
    json: JSON_MISMATCH,
    query: QUERY_MISMATCH,
    s3: ["AccessDenied", 403, "Request has expired"],
  },
};

/** Creates the error that AWS sends for a refused signature, with the code of the protocol. JSON-RPC has status 400 for all. */
export function signatureError(
  protocol: Protocol,
  fault: SignatureFault,
  { message, members }: SignatureErrorDetails = {},
): AwsError {
  const forms = FORMS[fault];
  if (protocol === "s3") {
    const [code, status, text] = forms.s3;
    return new AwsError(code, status, message ?? text, members);
  }
  const [code, status, text] = protocol === "query" || protocol === "ec2" ? forms.query : forms.json;
  return new AwsError(code, protocol === "jsonRpc" ? 400 : status, message ?? text);
}
