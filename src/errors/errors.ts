/** The base class of podkey's errors. No field, message or printed form of an error holds a secret. */
export abstract class PodkeyError extends Error {
  /** Identifies the class. A `switch` over it narrows `AnyPodkeyError`. */
  abstract readonly code: string;
  /** Whether the same call may succeed later. Default: `false`. */
  readonly retryable: boolean = false;

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
  }

  /** Marks the error, because `instanceof` fails if a program holds two copies of podkey. */
  get isPodkeyError(): true {
    return true;
  }

  /** Returns name, message and all fields, for structured logs. */
  toJSON(): Record<string, unknown> {
    const { name, message, stack: _stack, cause: _cause, ...facts } = this;
    return { name, message, ...facts };
  }
}

/** A setting is missing, malformed, or contradicts another one. */
export class ConfigurationError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "CONFIGURATION";
  /** The option or the environment variable to correct. */
  readonly setting: string;

  constructor(facts: { setting: string; message: string; cause?: unknown }) {
    super(facts.message, facts.cause);
    this.name = "ConfigurationError";
    this.setting = facts.setting;
  }
}

/** A source of credentials is not configured in this environment. Only this error lets a chain try its next source. */
export class NotConfiguredError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "NOT_CONFIGURED";
  /** The name of the source, e.g. `fromContainer`. */
  readonly source: string;

  constructor(facts: { source: string; message: string }) {
    super(`${facts.source} is not configured: ${facts.message}`);
    this.name = "NotConfiguredError";
    this.source = facts.source;
  }
}

/** The input of an operation, of a signature or of a model is invalid. Nothing was sent. */
export class InvalidRequestError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "INVALID_REQUEST";
  /** AWS's name of the operation, e.g. `AssumeRole`. Otherwise what could not be made, e.g. `a presigned URL`. */
  readonly operation: string;
  /** The path of the invalid member in the input, e.g. `tags.team`. */
  readonly field: string;

  constructor(facts: { operation: string; field: string; problem: string }) {
    super(`the input of ${facts.operation} is invalid: ${facts.field} ${facts.problem}`);
    this.name = "InvalidRequestError";
    this.operation = facts.operation;
    this.field = facts.field;
  }
}

/** A token is missing, malformed, or meant for another audience. */
export class InvalidTokenError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "INVALID_TOKEN";
  /** Where the token came from, e.g. the name of a variable or a path. */
  readonly source: string;

  constructor(facts: { source: string; problem: string; cause?: unknown }) {
    super(`the token from ${facts.source} ${facts.problem}`, facts.cause);
    this.name = "InvalidTokenError";
    this.source = facts.source;
  }
}

/** Credentials have expired, or expire sooner than the caller asked for. */
export class CredentialsExpiredError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "CREDENTIALS_EXPIRED";
  /** When the credentials expire or expired. */
  readonly expiration: Date;

  constructor(facts: { expiration: Date; message: string }) {
    super(facts.message);
    this.name = "CredentialsExpiredError";
    this.expiration = facts.expiration;
  }
}

/** What became of one source of a chain. */
export interface SourceReport {
  /** The name of the source, e.g. `fromContainer`. */
  readonly source: string;
  /** Whether the source is not configured, failed, or came after the one that failed. */
  readonly outcome: "not configured" | "failed" | "not tried";
  /** The message of the source's error. Empty if the source was not tried. */
  readonly reason: string;
}

/** No source of a chain gave credentials. `cause` is the error that ended the chain. */
export class CredentialsUnavailableError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "CREDENTIALS_UNAVAILABLE";
  /** What became of each source, in the order of the chain. */
  readonly sources: readonly SourceReport[];
  /** Whether the error that ended the chain is retryable. */
  override readonly retryable: boolean;

  constructor(facts: {
    sources: readonly SourceReport[];
    retryable: boolean;
    /** What to do, in lines of their own. Default: none. */
    advice?: string | undefined;
    cause?: unknown;
  }) {
    const lines = facts.sources.map(({ source, outcome, reason }, index) => {
      return `  ${index + 1}. ${source}: ${outcome}${reason && `: ${reason.replaceAll("\n", "\n     ")}`}`;
    });
    if (facts.advice) lines.push(facts.advice);
    super(`no AWS credentials; tried in order:\n${lines.join("\n")}`, facts.cause);
    this.name = "CredentialsUnavailableError";
    this.sources = facts.sources;
    this.retryable = facts.retryable;
  }
}
