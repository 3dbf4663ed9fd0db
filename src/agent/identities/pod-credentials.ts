import type { AwsCredentials } from "../../aws/credentials.ts";
import { encodeContainerCredentials } from "../../credentials/providers/container/container.ts";
import { keepFresh, type RefreshingProvider } from "../../credentials/refresh/refresh.ts";
import { createRefreshState } from "../../credentials/refresh/state.ts";
import type { RefreshPolicy } from "../../credentials/refresh/thresholds.ts";
import type { Schedule } from "../../lib/timer-queue.ts";
import type { Ports } from "../../ports.ts";
import type { Pod } from "../../tokens/pod.ts";
import type { AgentEvent } from "../answer/events.ts";
import { expiredToken, isFinal, RefusedError } from "../answer/refusal.ts";
import type { AdmittedToken } from "../tokens/admission.ts";
import type { ExchangeRequest } from "../upstream/limited-exchange.ts";

/** What the identities of an agent have in common. */
export interface IdentitySettings {
  readonly exchange: (request: ExchangeRequest) => Promise<AwsCredentials>;
  readonly ports: Ports;
  readonly schedule: Schedule;
  readonly policy: RefreshPolicy;
  /** A caller who must wait longer is told to come again; the exchange goes on. */
  readonly answerWithinMs: number;
  readonly emit: (event: AgentEvent) => void;
}

/** Told of what becomes of an identity. */
export interface IdentityFate {
  readonly onObtained: (credentials: AwsCredentials) => void;
  /** The token or its association is good no longer. */
  readonly onRefused: () => void;
}

/** Credentials as a container gets them. */
export interface ContainerAnswer {
  readonly body: string;
  readonly from: "cache" | "exchange";
}

/** The newest token of the identity, and who brought it. */
interface Presented {
  readonly admitted: AdmittedToken;
  readonly address: string | undefined;
}

/** Clients refuse credentials that are about to end. */
const MIN_TTL_MS = 15_000;

/** Keeps the credentials of one pod fresh, on demand; or of one token where tokens are not proven. */
export class PodCredentials {
  readonly key: string;
  readonly pod: Pod;
  readonly #settings: IdentitySettings;
  readonly #fate: IdentityFate;
  readonly #state = createRefreshState();
  readonly #provider: RefreshingProvider;
  readonly #write = createWriter();
  #presented: Presented;
  #refusal: unknown;
  #exchanges = 0;

  constructor(first: AdmittedToken, settings: IdentitySettings, fate: IdentityFate) {
    const { ports, schedule, policy } = settings;
    this.key = first.key;
    this.pod = first.pod;
    this.#settings = settings;
    this.#fate = fate;
    this.#presented = { admitted: first, address: undefined };
    const provider = (): Promise<AwsCredentials> => this.#exchange();
    this.#provider = keepFresh(this.#state, { provider, ports, schedule, policy, identity: first.key });
  }

  /** When the credentials end; `undefined` without any. */
  get expiresAtMs(): number | undefined {
    return this.#state.current?.thresholds.expiresAtMs;
  }

  /** Whether an exchange is under way. */
  get isExchanging(): boolean {
    return this.#exchanges > 0;
  }

  /** Answers who presents the token: from what is kept, or by an exchange that all who ask share. */
  async provide(admitted: AdmittedToken, address: string | undefined): Promise<ContainerAnswer> {
    if (admitted.expiresAtMs >= this.#presented.admitted.expiresAtMs) this.#presented = { admitted, address };
    const before = this.#state.current;
    const isFresh = before && this.#settings.ports.now() < before.thresholds.advisoryAtMs;
    const credentials = await (isFresh ? this.#provider() : withinTime(this.#provider, this.#settings));
    // Credentials that still live are no answer once it is known that they should not.
    if (this.#refusal) throw this.#refusal;
    const from = before?.credentials === credentials ? "cache" : "exchange";
    return { body: this.#write(credentials), from };
  }

  /** Ends the renewals ahead of time. */
  stop(): void {
    this.#provider.stop();
  }

  async #exchange(): Promise<AwsCredentials> {
    // Its pod has a newer one by now, or is gone: no reason to drop what is kept.
    if (this.#settings.ports.now() >= this.#presented.admitted.expiresAtMs) throw expiredToken();
    this.#exchanges += 1;
    try {
      const credentials = await exchangeToken(
        this.#presented,
        this.#settings,
        this.expiresAtMs !== undefined,
      );
      this.#refusal = undefined;
      this.#fate.onObtained(credentials);
      return credentials;
    } catch (error) {
      if (isFinal(error)) {
        this.#refusal = error;
        this.#fate.onRefused();
      }
      throw error;
    } finally {
      this.#exchanges -= 1;
    }
  }
}

async function exchangeToken(
  { admitted, address }: Presented,
  { exchange, ports, emit }: IdentitySettings,
  isRenewal: boolean,
): Promise<AwsCredentials> {
  const startedMs = ports.now();
  const { token, pod } = admitted;
  let waitedMs = 0;
  const onTurn = (turnMs: number): void => {
    waitedMs += turnMs;
  };
  const facts = () => ({ pod, isRenewal, waitedMs, durationMs: ports.now() - startedMs });
  try {
    const credentials = await exchange({ token, pod, address, onTurn });
    const expiration = requireLife(credentials, ports.now());
    emit({ type: "exchange", ...facts(), expiration });
    return credentials;
  } catch (error) {
    emit({ type: "exchange-failed", ...facts(), isRecoverable: !isFinal(error), error });
    throw error;
  }
}

function requireLife({ expiration }: AwsCredentials, nowMs: number): Date {
  if (expiration && expiration.getTime() - nowMs > MIN_TTL_MS) return expiration;
  const seen = expiration ? `expire at ${expiration.toISOString()}` : "have no expiration";
  throw new RefusedError({
    status: 500,
    awsCode: "InternalServerException",
    message: `fetched credentials ${seen}; a client needs ${MIN_TTL_MS / 1000} s of life at least`,
  });
}

async function withinTime(
  provider: (request: { signal: AbortSignal }) => Promise<AwsCredentials>,
  { ports, answerWithinMs }: IdentitySettings,
): Promise<AwsCredentials> {
  const deadline = new AbortController();
  const timer = new AbortController();
  ports.sleep(answerWithinMs, timer.signal).then(
    () => deadline.abort(),
    () => undefined,
  );
  try {
    return await provider({ signal: deadline.signal });
  } finally {
    timer.abort();
  }
}

/** Writes the same credentials once. */
function createWriter(): (credentials: AwsCredentials) => string {
  let last: { readonly credentials: AwsCredentials; readonly body: string } | undefined;
  return (credentials) => {
    if (last?.credentials !== credentials) {
      last = { credentials, body: JSON.stringify(encodeContainerCredentials(credentials)) };
    }
    return last.body;
  };
}
