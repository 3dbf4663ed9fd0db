/**
 * The base of every error that podkey throws. `code` is a literal in each class, facts are fields, `cause` is
 * kept, and no field, message or printed form holds a secret.
 */
export abstract class PodkeyError extends Error {
  abstract readonly code: string;
  /** Whether the same call may succeed if made again later. */
  readonly retryable: boolean = false;

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "PodkeyError";
  }

  /** Survives two copies of podkey in one program, where `instanceof` fails. */
  get isPodkeyError(): true {
    return true;
  }

  /** The facts with name and message, for structured logs. */
  toJSON(): Record<string, unknown> {
    const { name, message, stack: _stack, cause: _cause, ...facts } = this;
    return { name, message, ...facts };
  }
}

/** A setting is missing or contradicts another one. `setting` names it. */
export class ConfigurationError extends PodkeyError {
  readonly code = "CONFIGURATION";
  readonly setting: string;

  constructor(facts: { setting: string; message: string; cause?: unknown }) {
    super(facts.message, facts.cause);
    this.name = "ConfigurationError";
    this.setting = facts.setting;
  }
}

/** A credential source has nothing to work with here. The only error that lets a chain move on. */
export class NotConfiguredError extends PodkeyError {
  readonly code = "NOT_CONFIGURED";
  readonly source: string;

  constructor(facts: { source: string; message: string }) {
    super(`${facts.source} is not configured: ${facts.message}`);
    this.name = "NotConfiguredError";
    this.source = facts.source;
  }
}

/** A request was refused before anything was sent. `field` is the path of the faulty input. */
export class InvalidRequestError extends PodkeyError {
  readonly code = "INVALID_REQUEST";
  readonly operation: string;
  readonly field: string;

  constructor(facts: { operation: string; field: string; problem: string }) {
    super(`${facts.operation} was not sent: ${facts.field} ${facts.problem}`);
    this.name = "InvalidRequestError";
    this.operation = facts.operation;
    this.field = facts.field;
  }
}

/** A token is missing, malformed, or meant for somebody else. `source` says where it came from. */
export class InvalidTokenError extends PodkeyError {
  readonly code = "INVALID_TOKEN";
  readonly source: string;

  constructor(facts: { source: string; problem: string; cause?: unknown }) {
    super(`the token from ${facts.source} ${facts.problem}`, facts.cause);
    this.name = "InvalidTokenError";
    this.source = facts.source;
  }
}

/** Credentials are past their expiration, or have too little life left for what was asked. */
export class CredentialsExpiredError extends PodkeyError {
  readonly code = "CREDENTIALS_EXPIRED";
  readonly expiration: Date;

  constructor(facts: { expiration: Date; message: string }) {
    super(facts.message);
    this.name = "CredentialsExpiredError";
    this.expiration = facts.expiration;
  }
}

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
