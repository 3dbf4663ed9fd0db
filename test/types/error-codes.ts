import {
  type AwsCredentials,
  type CredentialProvider,
  isPodkeyError,
  ServiceError,
} from "../../src/index.ts";

/** Narrows by AWS's code. A code that no case lists reaches `default`. */
export function remedyFor(error: ServiceError): string {
  switch (error.awsCode) {
    case "ResourceInUseException": {
      const othersAreOut: "ThrottlingException" extends typeof error.awsCode ? false : true = true;
      return `adopt ${othersAreOut}`;
    }
    case "ResourceNotFoundException":
      return "create";
    default: {
      const handledIsOut: "ResourceInUseException" extends typeof error.awsCode ? false : true = true;
      const open: string = error.awsCode;
      return `${open} ${handledIsOut}`;
    }
  }
}

/** Narrows a caught value by podkey's code. */
export function describe(caught: unknown): string {
  if (!isPodkeyError(caught)) return "unknown";
  switch (caught.code) {
    case "SERVICE":
      return `${caught.status} ${caught.awsCode}`;
    case "INVALID_REQUEST":
      return caught.field;
    case "CONFIGURATION":
      return caught.setting;
    case "INVALID_TOKEN":
    case "NOT_CONFIGURED":
      return caught.source;
    case "INVALID_RESPONSE":
      return `${caught.path} ${caught.expected}`;
    case "NETWORK":
      return caught.networkCode ?? "";
    case "TIMEOUT":
      return String(caught.timeoutMs);
    case "CREDENTIALS_EXPIRED":
      return caught.expiration.toISOString();
    case "CREDENTIALS_UNAVAILABLE":
      return caught.sources.map(({ reason }) => reason).join();
    case "ABORTED":
      return caught.operation;
    default: {
      const nothingIsLeft: never = caught;
      return nothingIsLeft;
    }
  }
}

export function misuse(caught: unknown, credentials: AwsCredentials, provider: CredentialProvider): unknown {
  if (isPodkeyError(caught)) {
    // @ts-expect-error only some errors have a status
    if (caught.status === 404) return caught;
    // @ts-expect-error no error has this code
    if (caught.code === "SERVCE") return caught;
  }
  // @ts-expect-error an unknown value has no code
  if (caught.code === "SERVICE") return caught;
  // @ts-expect-error credentials are read-only
  credentials.secretAccessKey = "changed";
  // @ts-expect-error a credential request accepts a signal, but no timeout
  void provider({ timeoutMs: 1 });
  // @ts-expect-error ServiceError requires its other members
  return new ServiceError({ status: 400 });
}
