import type { IssuedSession } from "./principals.ts";

/** The EC2 instance whose metadata is served. What is left out has no metadata: its path answers 404. */
export interface EmulatedInstance {
  /** As `i-1234567890abcdef0`. */
  readonly instanceId?: string;
  /** As `ip-10-0-0-1.us-west-2.compute.internal`. */
  readonly hostname?: string;
  /** As `usw2-az1`. */
  readonly availabilityZoneId?: string;
  /** The role of its instance profile. */
  readonly roleArn?: string;
  /** False turns the metadata off: everything answers 403. */
  readonly metadataEnabled?: boolean;
  /** Lifetime of the role's credentials: 21600. */
  readonly credentialTtlSeconds?: number;
}

/** The instance of an emulated world, and what its metadata service remembers. */
export class InstanceState {
  readonly tokens: MetadataTokens = new MetadataTokens();
  #settings: EmulatedInstance | undefined;
  /** The credentials that were handed out last; the same until shortly before their end. */
  session: IssuedSession | undefined;

  get settings(): EmulatedInstance | undefined {
    return this.#settings;
  }

  set(settings: EmulatedInstance | undefined): void {
    this.#settings = settings;
    this.session = undefined;
  }
}

const MAX_TOKENS = 10_000;

/** The tokens of IMDSv2 that are good; the oldest make room for new ones. */
export class MetadataTokens {
  readonly #expiresAtMs = new Map<string, number>();

  add(token: string, expiresAtMs: number): void {
    this.#expiresAtMs.set(token, expiresAtMs);
    if (this.#expiresAtMs.size <= MAX_TOKENS) return;
    const [oldest] = this.#expiresAtMs.keys();
    if (oldest !== undefined) this.#expiresAtMs.delete(oldest);
  }

  /** Makes every token bad, as a move of the instance to another host may. */
  clear(): void {
    this.#expiresAtMs.clear();
  }

  isGood(token: string | null, nowMs: number): boolean {
    return nowMs < (this.#expiresAtMs.get(token ?? "") ?? 0);
  }
}
