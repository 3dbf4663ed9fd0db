import type { AwsCredentials } from "../../aws/credentials.ts";
import { encodeContainerCredentials } from "../../credentials/providers/container/response.ts";
import { keepFresh, type RefreshingProvider } from "../../credentials/refresh/refresh.ts";
import type { Schedule } from "../../credentials/refresh/schedule.ts";
import { createRefreshState } from "../../credentials/refresh/state.ts";
import type { RefreshPolicy } from "../../credentials/refresh/thresholds.ts";
import { withDeadline } from "../../lib/deadline.ts";
import type { Ports } from "../../ports.ts";
import type { Pod } from "../../tokens/service-account-token.ts";
import type { AgentEvent } from "../answer/events.ts";
import { expiredToken, isFinal, RefusedError } from "../answer/refusal.ts";
import type { AdmittedToken } from "../tokens/admission.ts";
import type { ExchangeRequest } from "../upstream/limited-exchange.ts";

/** Settings that all pods of an agent share. */
export interface PodCredentialsSettings {
  readonly exchange: (request: ExchangeRequest) => Promise<AwsCredentials>;
  readonly ports: Ports;
  readonly schedule: Schedule;
  readonly policy: RefreshPolicy;
  /** How long a request waits for an exchange, in milliseconds. The exchange goes on after it. */
  readonly answerWithinMs: number;
  readonly emit: (event: AgentEvent) => void;
}

/** Called with the result of each exchange of a pod. */
export interface PodCredentialsListener {
  readonly onObtained: (credentials: AwsCredentials) => void;
  /** The token or its association is refused for good. */
  readonly onRefused: () => void;
}

/** Credentials in the form of a container credentials endpoint. */
export interface ContainerAnswer {
  /** JSON. */
  readonly body: string;
  readonly from: "cache" | "exchange";
}

/** The newest token of a pod, and the address that sent it. */
interface PresentedToken {
  readonly admitted: AdmittedToken;
  readonly address: string | undefined;
}

/** Clients refuse credentials that expire sooner. */
const MIN_TTL_MS = 15_000;

/** Longer than an exchange may wait for its turn and take. One that never settles is given up then. */
const EXCHANGE_LIMIT_MS = 120_000;

/** Keeps the credentials of one pod fresh on demand. Where tokens are not verified, of one token. */
export class PodCredentials {
  readonly key: string;
  readonly pod: Pod;
  readonly #settings: PodCredentialsSettings;
  readonly #listener: PodCredentialsListener;
  readonly #state = createRefreshState();
  readonly #provider: RefreshingProvider;
  readonly #encode = createEncoder();
  #newest: PresentedToken;
  #refusal: unknown;
  #exchanges = 0;

  constructor(first: AdmittedToken, settings: PodCredentialsSettings, listener: PodCredentialsListener) {
    const { ports, schedule, policy } = settings;
    this.key = first.key;
    this.pod = first.pod;
    this.#settings = settings;
    this.#listener = listener;
    this.#newest = { admitted: first, address: undefined };
    const provider = (): Promise<AwsCredentials> => this.#exchange();
    const identity = first.key;
    const options = { provider, ports, schedule, policy, identity, timeoutMs: EXCHANGE_LIMIT_MS };
    this.#provider = keepFresh(this.#state, options);
  }

  /** When the credentials expire, in milliseconds since the epoch; `undefined` without any. */
  get expiresAtMs(): number | undefined {
    return this.#state.current?.thresholds.expiresAtMs;
  }

  /** Whether an exchange is under way. */
  get isExchanging(): boolean {
    return this.#exchanges > 0;
  }

  /** Returns credentials for a token, from the cache or by an exchange that concurrent requests share. */
  async provide(admitted: AdmittedToken, address: string | undefined): Promise<ContainerAnswer> {
    if (admitted.expiresAtMs >= this.#newest.admitted.expiresAtMs) this.#newest = { admitted, address };
    const { ports, answerWithinMs: timeoutMs } = this.#settings;
    const before = this.#state.current;
    const isFresh = before && ports.now() < before.thresholds.advisoryAtMs;
    const credentials = await (isFresh
      ? this.#provider()
      : withDeadline({ sleep: ports.sleep, timeoutMs }, (signal) => this.#provider({ signal })));
    // After a final refusal the credentials must not be used, although they have not expired.
    if (this.#refusal) throw this.#refusal;
    const from = before?.credentials === credentials ? "cache" : "exchange";
    return { body: this.#encode(credentials), from };
  }

  /** Stops the renewals ahead of time. */
  stop(): void {
    // Without a store there is nothing to wait for.
    void this.#provider.stop();
  }

  async #exchange(): Promise<AwsCredentials> {
    // The token expired. The pod has a newer one or is gone; keep the cached credentials either way.
    if (this.#settings.ports.now() >= this.#newest.admitted.expiresAtMs) throw expiredToken();
    const isRenewal = this.expiresAtMs !== undefined;
    this.#exchanges += 1;
    try {
      const credentials = await exchangeToken(this.#newest, isRenewal, this.#settings);
      this.#refusal = undefined;
      this.#listener.onObtained(credentials);
      return credentials;
    } catch (error) {
      if (isFinal(error)) {
        this.#refusal = error;
        this.#listener.onRefused();
      }
      throw error;
    } finally {
      this.#exchanges -= 1;
    }
  }
}

async function exchangeToken(
  { admitted, address }: PresentedToken,
  isRenewal: boolean,
  { exchange, ports, emit }: PodCredentialsSettings,
): Promise<AwsCredentials> {
  const startedMs = ports.monotonic();
  const { token, pod } = admitted;
  let waitedMs = 0;
  const onTurn = (turnMs: number): void => {
    waitedMs += turnMs;
  };
  const facts = () => ({ pod, isRenewal, waitedMs, durationMs: ports.monotonic() - startedMs });
  try {
    const credentials = await exchange({ token, pod, address, onTurn });
    const expiration = requireTtl(credentials, ports.now());
    emit({ type: "exchange", ...facts(), expiration });
    return credentials;
  } catch (error) {
    emit({ type: "exchange-failed", ...facts(), isRecoverable: !isFinal(error), error });
    throw error;
  }
}

function requireTtl({ expiration }: AwsCredentials, nowMs: number): Date {
  if (expiration && expiration.getTime() - nowMs > MIN_TTL_MS) return expiration;
  const seen = expiration ? `expire at ${expiration.toISOString()}` : "have no expiration";
  throw new RefusedError({
    status: 500,
    awsCode: "InternalServerException",
    message: `fetched credentials ${seen}; a client needs at least ${MIN_TTL_MS / 1000} s`,
  });
}

/** Makes a function that encodes the same credentials object only once. */
function createEncoder(): (credentials: AwsCredentials) => string {
  let last: { readonly credentials: AwsCredentials; readonly body: string } | undefined;
  return (credentials) => {
    if (last?.credentials !== credentials) {
      last = { credentials, body: JSON.stringify(encodeContainerCredentials(credentials)) };
    }
    return last.body;
  };
}
