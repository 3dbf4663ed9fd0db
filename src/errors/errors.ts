/** The base class of podkey's errors. No field, message or printed form of an error holds a secret. */
export abstract class PodkeyError extends Error {
  /** Identifies the class. A `switch` over it narrows `AnyPodkeyError`. */
  abstract readonly code: string;
  /** Whether the same call may succeed later. Default: `false`. */
  readonly retryable: boolean = false;

  /** Keeps each fact as a member. A fact that is `undefined` is left out, so that a printed error does not show it. */
  constructor(message: string, cause?: unknown, facts: object = {}) {
    super(message, cause === undefined ? undefined : { cause });
    const known = Object.entries(facts).filter(([, fact]) => fact !== undefined);
    Object.assign(this, Object.fromEntries(known));
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
  declare readonly setting: string;

  constructor({ setting, message, cause }: { setting: string; message: string; cause?: unknown }) {
    super(message, cause, { name: "ConfigurationError", setting });
  }
}

/** A source of credentials is not configured in this environment. Only this error lets a chain try its next source. */
export class NotConfiguredError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "NOT_CONFIGURED";
  /** The name of the source, e.g. `fromContainer`. */
  declare readonly source: string;

  constructor({ source, message }: { source: string; message: string }) {
    super(`${source} is not configured: ${message}`, undefined, { name: "NotConfiguredError", source });
  }
}

/** The input of an operation, of a signature or of a model is invalid. Nothing was sent. */
export class InvalidRequestError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "INVALID_REQUEST";
  /** AWS's name of the operation, e.g. `AssumeRole`. Otherwise what could not be made, e.g. `a presigned URL`. */
  declare readonly operation: string;
  /** The path of the invalid member in the input, e.g. `tags.team`. */
  declare readonly field: string;

  constructor({ operation, field, problem }: { operation: string; field: string; problem: string }) {
    const message = `the input of ${operation} is invalid: ${field} ${problem}`;
    super(message, undefined, { name: "InvalidRequestError", operation, field });
  }
}

/** A token is missing, malformed, or meant for another audience. */
export class InvalidTokenError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "INVALID_TOKEN";
  /** Where the token came from, e.g. the name of a variable or a path. */
  declare readonly source: string;

  constructor({ source, problem, cause }: { source: string; problem: string; cause?: unknown }) {
    super(`the token from ${source} ${problem}`, cause, { name: "InvalidTokenError", source });
  }
}

/** Credentials have expired, or expire sooner than the caller asked for. */
export class CredentialsExpiredError extends PodkeyError {
  /** Identifies the class. */
  readonly code = "CREDENTIALS_EXPIRED";
  /** When the credentials expire or expired. */
  declare readonly expiration: Date;

  constructor({ expiration, message }: { expiration: Date; message: string }) {
    super(message, undefined, { name: "CredentialsExpiredError", expiration });
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
  declare readonly sources: readonly SourceReport[];
  /** Whether the error that ended the chain is retryable. */
  declare readonly retryable: boolean;

  constructor(facts: {
    sources: readonly SourceReport[];
    retryable: boolean;
    /** What to do, in lines of their own. Default: none. */
    advice?: string | undefined;
    cause?: unknown;
  }) {
    const { sources, retryable } = facts;
    const lines = sources.map(({ source, outcome, reason }, index) => {
      return `  ${index + 1}. ${source}: ${outcome}${reason && `: ${reason.replaceAll("\n", "\n     ")}`}`;
    });
    if (facts.advice) lines.push(facts.advice);
    const message = `no AWS credentials; tried in order:\n${lines.join("\n")}`;
    super(message, facts.cause, { name: "CredentialsUnavailableError", sources, retryable });
  }
}
