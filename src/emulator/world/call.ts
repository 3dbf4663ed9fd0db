import type { IncomingRequest } from "../wire/incoming-request.ts";
import type { Principal } from "./principals.ts";

/** The services that the emulator itself answers for. */
export type EmulatedService = "eks" | "eks-auth" | "sts" | "oidc" | "kubernetes" | "instance-metadata";

/** Path labels by name, percent-decoded. */
export type Labels = Readonly<Record<string, string>>;

/** One call of an operation. */
export interface Call {
  /** The signing name of the service, or the name of an emulated service. */
  readonly service: string;
  readonly labels: Labels;
  /** The region whose endpoint was called. */
  readonly region: string;
  readonly request: IncomingRequest;
  /** The request as it arrived. Its body is read. */
  readonly original: Request;
  readonly requestId: string;
  /** The server's time for signatures and the `date` header, in milliseconds since the epoch. */
  readonly serverTimeMs: number;
  /** The principal that signed the request. `undefined` for operations without a signature. */
  readonly caller: Principal | undefined;
}
