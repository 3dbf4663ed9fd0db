import { type AwsCredentials, type CredentialProvider, toProvider } from "../aws/credentials.ts";
import type { PodkeyError } from "../errors/errors.ts";
import { ConfigurationError } from "../errors/errors.ts";
import { positiveMs } from "../errors/settings.ts";
import { guardListener } from "../lib/listener.ts";
import { type Ports, resolvePorts } from "../ports.ts";
import type { Clock } from "./clock-skew.ts";
import type { EndpointSettings } from "./endpoint.ts";
import { createRetryQuota, type RetryQuota } from "./retry.ts";

/** What a client tells its owner. Never holds a secret. */
export type ClientEvent =
  | {
      readonly type: "attempt";
      readonly service: string;
      readonly operation: string;
      /** From 1. */
      readonly attempt: number;
      readonly durationMs: number;
      readonly status?: number;
      readonly requestId?: string;
      readonly error?: PodkeyError;
    }
  | {
      readonly type: "retry";
      readonly service: string;
      readonly operation: string;
      /** The attempt that failed. */
      readonly attempt: number;
      readonly delayMs: number;
      readonly error: PodkeyError;
    };

/** How a client reaches AWS. */
export interface ClientOptions extends EndpointSettings {
  /** Needed by every operation but AssumeRoleWithWebIdentity. */
  readonly credentials?: AwsCredentials | CredentialProvider;
  /** Attempts of a call, the first included. Default 3. */
  readonly maxAttempts?: number;
  /** How long one attempt may take. Default 10,000. */
  readonly timeoutMs?: number;
  readonly ports?: Partial<Ports>;
  readonly onEvent?: (event: ClientEvent) => void;
}

/** The first argument of every operation. Holds settings, the retry quota and the clock; opens nothing. */
export interface Client {
  readonly endpoint: EndpointSettings;
  readonly credentials: CredentialProvider;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly ports: Ports;
  readonly quota: RetryQuota;
  readonly clock: Clock;
  readonly emit: (event: ClientEvent) => void;
}

const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Makes a client for the operations in `podkey/eks`, `podkey/eks-auth` and `podkey/sts`. Region and endpoints not given
 * are read from the `env` port at each call. Throws `CONFIGURATION` for a number out of range.
 *
 * @example
 * const client = createClient({ region: "us-west-2", credentials: fromContainer({ ports: nodePorts() }) });
 */
export function createClient(options: ClientOptions = {}): Client {
  const {
    credentials = missingCredentials,
    maxAttempts = DEFAULT_MAX_ATTEMPTS,
    timeoutMs = DEFAULT_TIMEOUT_MS,
    onEvent,
  } = options;
  const { region, endpoint, useFipsEndpoint, useDualstackEndpoint } = options;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) {
    throw new ConfigurationError({
      setting: "maxAttempts",
      message: "maxAttempts must be a whole number from 1",
    });
  }

  const ports = resolvePorts(options.ports);
  return {
    endpoint: { region, endpoint, useFipsEndpoint, useDualstackEndpoint },
    credentials: toProvider(credentials, ports.now),
    maxAttempts,
    timeoutMs: positiveMs("timeoutMs", timeoutMs),
    ports,
    quota: createRetryQuota(),
    clock: { offsetMs: 0 },
    emit: guardListener(onEvent),
  };
}

async function missingCredentials(): Promise<never> {
  throw new ConfigurationError({
    setting: "credentials",
    message: "the call must be signed: give createClient credentials or a provider, as fromContainer()",
  });
}
