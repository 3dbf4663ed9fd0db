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
