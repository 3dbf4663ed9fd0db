import { ServiceError } from "../errors/call-errors.ts";
import { deniedPermission } from "../errors/denied-permission.ts";
import { InvalidTokenError, NotConfiguredError } from "../errors/errors.ts";
import { isHeaderValue, isVisibleAscii } from "../lib/header-value.ts";
import type { MaybePromise, Ports } from "../ports.ts";

/** Where a token comes from. Read again for every exchange, so that a rotated token is noticed. */
export interface TokenOptions {
  /** The token, or a function that returns it. */
  readonly token?: string | (() => MaybePromise<string>) | undefined;
  /** The path of a file that holds the token. */
  readonly tokenFile?: string | undefined;
}

/** A token, and what error messages call its source. */
export interface SourcedToken {
  /** Secret. */
  readonly token: string;
  /** The path of the token's file, or the name of the option that holds the token. */
  readonly source: string;
}

/** What to read, and what to accept. */
export interface ReadTokenOptions extends TokenOptions {
  /** The provider that needs the token, for error messages. */
  readonly provider: string;
  /** What error messages call `token`. Default: `the token option`. */
  readonly tokenName?: string;
  /** Whether the text may be sent. Default: visible ASCII without spaces, as every JWT is. */
  readonly isAllowed?: (text: string) => boolean;
}

/** AWS error codes that a newer token may cure. */
const TOKEN_FAULTS = new Set<string>([
  "ExpiredTokenException",
  "InvalidIdentityToken",
  "InvalidTokenException",
]);

/**
 * Reads a token from its source and trims it: files end in a line break, which neither HTTP headers nor EKS Auth accept.
 * Throws `NOT_CONFIGURED` if there is no source, `INVALID_TOKEN` if the source holds no usable token, and `CONFIGURATION` if
 * Deno lacks the permission to read it.
 */
export async function readToken(
  options: ReadTokenOptions,
  readText: Ports["readText"],
): Promise<SourcedToken> {
  const { token, tokenFile, provider, tokenName = "the token option", isAllowed = isVisibleAscii } = options;
  if (token !== undefined) {
    const text = typeof token === "string" ? token : await token();
    return { token: checkToken(text, tokenName, isAllowed), source: tokenName };
  }
  if (tokenFile) {
    const text = await readTokenFile(tokenFile, readText);
    return { token: checkToken(text, tokenFile, isAllowed), source: tokenFile };
  }
  throw new NotConfiguredError({ source: provider, message: "neither a token nor a token file is set" });
}

/**
 * Exchanges a token for credentials. If AWS refuses the token and the source meanwhile holds another one, exchanges that
 * one too: a projected token may rotate between the read and the call.
 */
export async function exchangeToken<T>(
  read: () => Promise<SourcedToken>,
  exchange: (token: SourcedToken) => Promise<T>,
): Promise<T> {
  const first = await read();
  try {
    return await exchange(first);
  } catch (error) {
    if (!(error instanceof ServiceError) || !TOKEN_FAULTS.has(error.awsCode)) throw error;
    const second = await read();
    if (second.token === first.token) throw error;
    return exchange(second);
  }
}

async function readTokenFile(path: string, readText: Ports["readText"]): Promise<string> {
  let text: string | undefined;
  try {
    text = await readText(path);
  } catch (cause) {
    throw (
      deniedPermission(cause, `--allow-read=${path}`) ??
      new InvalidTokenError({
        source: path,
        problem: "could not be read: check the file's permissions",
        cause,
      })
    );
  }
  if (text !== undefined) return text;
  throw new InvalidTokenError({
    source: path,
    problem: "could not be read: there is no such file, or no readText port to read it with",
  });
}

function checkToken(text: unknown, source: string, isAllowed: (text: string) => boolean): string {
  const token = typeof text === "string" ? text.trim() : "";
  if (token === "") throw new InvalidTokenError({ source, problem: "is empty" });
  if (isAllowed(token)) return token;
  const characters = isHeaderValue(token)
    ? "a space or another character"
    : "a line break or another character";
  throw new InvalidTokenError({
    source,
    problem: `holds ${characters} that cannot be sent in it: check that it is a single token`,
  });
}
