import type { signHeaders } from "../signing/sigv4.ts";
import type { ServiceId } from "./endpoint.ts";
import type { Answer } from "./send-once.ts";

/** An operation on the wire, before it has a host and a signature. */
export interface Operation {
  readonly service: ServiceId;
  readonly operation: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Begins with a slash; labels are percent-encoded, the query is included. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Signs the operation; without it nothing is signed. Handed in, so that a bundle of unsigned ones holds no signer. */
  readonly sign?: typeof signHeaders;
  /** Values in the body that must not come back in an error's text. */
  readonly secrets?: readonly string[];
  /** Codes that this operation retries though the class of their status would not. */
  readonly retryableCodes?: readonly string[];
  readonly readError: (answer: Answer) => WireError;
}

/** What an error answer says, in the protocol of its service. */
export interface WireError {
  readonly awsCode: string;
  readonly awsMessage: string;
  readonly requestId?: string | undefined;
  readonly members?: Record<string, unknown>;
}
