import { Lru } from "../../lib/lru.ts";
import type { IssuedSession } from "./principals.ts";

/** The EC2 instance whose metadata is served. The path of a member that is left out answers 404. */
export interface EmulatedInstance {
  /** The instance id, e.g. `i-1234567890abcdef0`. */
  readonly instanceId?: string;
  /** The private host name, e.g. `ip-10-0-0-1.us-west-2.compute.internal`. */
  readonly hostname?: string;
  /** The id of the Availability Zone, e.g. `usw2-az1`. */
  readonly availabilityZoneId?: string;
  /** The ARN of the role in the instance profile. */
  readonly roleArn?: string;
  /** Whether the metadata service is on. If false, every request gets 403. Default: true. */
  readonly metadataEnabled?: boolean;
  /** How long the role's credentials last, in seconds. Default: 21600. */
  readonly credentialTtlSeconds?: number;
}

const MAX_TOKENS = 10_000;

/** Holds the instance of an emulator and the state of its metadata service. */
export class InstanceState {
  #tokenExpirations = new Lru<number>(MAX_TOKENS);
  #settings: EmulatedInstance | undefined;
  /** The credentials that were returned last. They are reused until shortly before they expire. */
  session: IssuedSession | undefined;

  get settings(): EmulatedInstance | undefined {
    return this.#settings;
  }

  set(settings: EmulatedInstance | undefined): void {
    this.#settings = settings;
    this.session = undefined;
  }

  /** Adds a token of IMDSv2. Of more than 10,000 tokens the least recently used one is forgotten. */
  addToken(token: string, expiresAtMs: number): void {
    this.#tokenExpirations.set(token, expiresAtMs);
  }

  isValidToken(token: string | null, nowMs: number): boolean {
    return nowMs < (this.#tokenExpirations.get(token ?? "") ?? 0);
  }

  /** Invalidates every token, as moving an instance to another host may do. */
  forgetTokens(): void {
    this.#tokenExpirations = new Lru(MAX_TOKENS);
  }
}
