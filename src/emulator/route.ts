import type { Handler } from "./operations.ts";
import type { Protocol } from "./wire/protocol.ts";
import type { Labels } from "./world/call.ts";

/** The operation that a request is for. */
export interface RoutedOperation {
  /** `undefined` for a service of REST with a handler, whose operations the emulator does not know. */
  readonly name: string | undefined;
  /** Whether the caller must sign. */
  readonly signed: boolean;
  readonly handle: Handler;
}

/** The target of a request. */
export interface Route {
  readonly service: string;
  readonly protocol: Protocol;
  /** `undefined` if the service has no such operation. */
  readonly operation: RoutedOperation | undefined;
  readonly labels: Labels;
  /** The region whose endpoint was called. */
  readonly region: string;
  /** The path that the operation was looked up by: the request's, or below `/k8s/` for the host of a cluster. */
  readonly path: string;
}
