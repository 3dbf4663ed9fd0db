import { PodkeyError } from "./errors.ts";

/** What one source of a chain said. */
export interface SourceReport {
  readonly source: string;
  readonly outcome: "not configured" | "failed" | "not tried";
  readonly reason: string;
}

/** No source of a chain gave credentials. `sources` lists each in order and why; `cause` is the deciding error. */
export class CredentialsUnavailableError extends PodkeyError {
  readonly code = "CREDENTIALS_UNAVAILABLE";
  readonly sources: readonly SourceReport[];
  override readonly retryable: boolean;

  constructor(facts: { sources: readonly SourceReport[]; retryable: boolean; cause?: unknown }) {
    const lines = facts.sources.map(({ source, outcome, reason }, index) => {
      return `  ${index + 1}. ${source}: ${outcome}${reason ? `: ${reason}` : ""}`;
    });
    super(`no AWS credentials; tried in order:\n${lines.join("\n")}`, facts.cause);
    this.name = "CredentialsUnavailableError";
    this.sources = facts.sources;
    this.retryable = facts.retryable;
  }
}
