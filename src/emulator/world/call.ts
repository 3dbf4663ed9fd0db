import type { IncomingRequest } from "../wire/incoming-request.ts";
import type { Principal } from "./principals.ts";

/** The services behind the one handler. */
export type EmulatedService = "eks" | "eks-auth" | "sts" | "oidc" | "kubernetes" | "instance-metadata";

/** Path labels by name, percent-decoded. */
export type Labels = Readonly<Record<string, string>>;

/** Where a request is to go. */
export interface Route {
  readonly service: EmulatedService;
  /** `undefined` when the service has no such operation. */
  readonly operation: string | undefined;
  readonly labels: Labels;
  /** The region whose endpoint was called. */
  readonly region: string;
}

/** One call of an operation. */
export interface Call extends Route {
  readonly request: IncomingRequest;
  readonly requestId: string;
  /** The server's time for signatures and the `date` header, in milliseconds since the epoch. */
  readonly serverTimeMs: number;
  /** Who signed; `undefined` for operations that take no signature. */
  readonly caller: Principal | undefined;
}
