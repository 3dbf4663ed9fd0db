import { type AwsCredentials, type CredentialProvider, toProvider } from "../aws/credentials.ts";
import type { PodkeyError } from "../errors/errors.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { positiveMs, wholeNumber } from "../errors/settings.ts";
import { guardListener } from "../lib/listener.ts";
import { type BasePorts, basePorts, type Ports } from "../ports.ts";
import type { Clock } from "./clock-skew.ts";
import type { EndpointSettings } from "./endpoint.ts";
import { createRetryQuota, type RetryQuota } from "./retry.ts";

/** Reports what a client does. Never holds a secret. */
export type ClientEvent =
  | {
      /** One attempt ended, with a response or with an error. */
      readonly type: "attempt";
      /** The service's signing name, e.g. `eks`. */
      readonly service: string;
      /** AWS's name of the operation, e.g. `DescribeCluster`. For a session's `fetch`, the HTTP method. */
      readonly operation: string;
      /** The number of the attempt, from 1. */
      readonly attempt: number;
      /** How long the attempt took, in milliseconds. */
      readonly durationMs: number;
      /** The HTTP status. Absent if no response arrived. */
      readonly status?: number;
      /** AWS's id of the request. */
      readonly requestId?: string;
      /** Why the attempt failed. Absent after a success. */
      readonly error?: PodkeyError;
    }
  | {
      /** An attempt failed, and another one follows. */
      readonly type: "retry";
      /** The service's signing name, e.g. `eks`. */
      readonly service: string;
      /** AWS's name of the operation, e.g. `DescribeCluster`. For a session's `fetch`, the HTTP method. */
      readonly operation: string;
      /** The number of the attempt that failed, from 1. */
      readonly attempt: number;
      /** How long the client waits before the next attempt, in milliseconds. */
      readonly delayMs: number;
      /** Why the attempt failed. */
      readonly error: PodkeyError;
    };

/** How a client reaches AWS. */
export interface ClientOptions extends EndpointSettings {
  /** Signs the calls. AssumeRoleWithWebIdentity needs none. Default: none, and other calls throw `CONFIGURATION`. */
  readonly credentials?: AwsCredentials | CredentialProvider;
  /** The most attempts of a call, including the first one. Default: 3. */
  readonly maxAttempts?: number;
  /** The longest time for one attempt, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
  /** What the runtime supplies. Default: web standards. */
  readonly ports?: Partial<Ports> | undefined;
  /** Receives an event for each attempt and each retry. Default: none. */
  readonly onEvent?: (event: ClientEvent) => void;
}

/** What the operations need of a client: its settings, and the state that its calls share. */
export interface ClientParts {
  readonly endpoint: EndpointSettings;
  readonly credentials: CredentialProvider;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly ports: BasePorts;
  readonly quota: RetryQuota;
  readonly clock: Clock;
  readonly emit: (event: ClientEvent) => void;
}

/** The first argument of every operation: a client, or a session, whose client then makes the call. */
export type ClientSource = Client | { readonly client: () => Client };

const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_TIMEOUT_MS = 10_000;

/** Calls AWS for the operations, and is made by `createClient`. Opens no connection. */
export class Client {
  // The declarations that users get show that a private member exists, but not its type.
  // biome-ignore lint/correctness/noUnusedPrivateClassMembers: `partsOf` reads it.
  private readonly parts: ClientParts;

  constructor(options: ClientOptions) {
    const { credentials = missingCredentials, maxAttempts = DEFAULT_MAX_ATTEMPTS } = options;
    const { region, endpoint, useFipsEndpoint, useDualstackEndpoint, allowTokensOverHttp } = options;
    const ports = basePorts(options.ports);
    this.parts = {
      endpoint: { region, endpoint, useFipsEndpoint, useDualstackEndpoint, allowTokensOverHttp },
      credentials: toProvider(credentials, ports.now),
      maxAttempts: wholeNumber("maxAttempts", maxAttempts, 1),
      timeoutMs: positiveMs("timeoutMs", options.timeoutMs ?? DEFAULT_TIMEOUT_MS),
      ports,
      quota: createRetryQuota(),
      clock: { offsetMs: 0 },
      emit: guardListener(options.onEvent),
    };
  }
}

/**
 * Creates a client for the operations of `podkey/eks`, `podkey/eks-auth` and `podkey/sts`. Each call reads a missing region
 * or endpoint from the `env` port. Throws `CONFIGURATION` for a number that is out of range.
 *
 * @example
 * import { createClient, fromContainer } from "podkey/node";
 *
 * const client = createClient({ region: "us-west-2", credentials: fromContainer() });
 */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(options);
}

/**
 * Returns the parts of a client, or of a session's client. Only podkey's own operations use it. Looks at members instead of the
 * class, because a program may hold two copies of podkey. Throws `CONFIGURATION` for any other value.
 */
export function partsOf(source: ClientSource): ClientParts {
  const { client } = Object(source) as { readonly client?: () => Client };
  const parts = (Object(typeof client === "function" ? client() : source) as Client)["parts"];
  if (parts) return parts;
  const seen = source === null ? "null" : typeof source;
  const message = `a call to AWS needs a client or a session, got ${seen}: pass createClient({ region }) or connect()`;
  throw new ConfigurationError({ setting: "client", message });
}

async function missingCredentials(): Promise<never> {
  throw new ConfigurationError({
    setting: "credentials",
    message: "the call must be signed: give createClient credentials or a provider, e.g. fromContainer()",
  });
}
