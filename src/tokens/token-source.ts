import { ServiceError } from "../errors/call-errors.ts";
import { deniedPermission } from "../errors/denied-permission.ts";
import { InvalidTokenError, NotConfiguredError } from "../errors/errors.ts";
import { isVisibleAscii } from "../lib/header-value.ts";
import { type MaybePromise, missingPort, type Ports } from "../ports.ts";

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
  /** The path of the token's file, the name of the variable, or the option with its provider. */
  readonly source: string;
}

/** Where to look for a token, and what to accept. */
export interface TokenSource extends TokenOptions {
  /** The provider that needs the token, for error messages. */
  readonly provider: string;
  /** The variable that names the token's file if neither `token` nor `tokenFile` is given. */
  readonly fileVariable: string;
  /** The variable that holds the token if no file is named. Default: none. */
  readonly textVariable?: string;
  /** Whether the text may be sent. Default: visible ASCII without spaces, as every JWT is. */
  readonly isAllowed?: (text: string) => boolean;
}

type TokenPorts = Pick<Ports, "env" | "readText">;

/** AWS error codes that a newer token may cure. */
const TOKEN_FAULTS = new Set<string>([
  "ExpiredTokenException",
  "InvalidIdentityToken",
  "InvalidTokenException",
]);

/** Does the same as `findToken`, and throws `NOT_CONFIGURED` if there is no source. */
export async function readToken(source: TokenSource, ports: TokenPorts): Promise<SourcedToken> {
  const found = await findToken(source, ports);
  if (found) return found;
  const { provider, fileVariable } = source;
  const message = missingPort("env", ports) ?? `${fileVariable} is not set, and no token was given`;
  throw new NotConfiguredError({ source: provider, message });
}

/**
 * Reads a token from its source and trims it: files end in a line break, which neither HTTP headers nor EKS Auth accept.
 * Returns `undefined` if there is no source. Throws `INVALID_TOKEN` if the source holds no usable token, and `CONFIGURATION`
 * if Deno lacks the permission to read it.
 */
export async function findToken(
  { provider, token, tokenFile, fileVariable, textVariable, isAllowed = isVisibleAscii }: TokenSource,
  ports: TokenPorts,
): Promise<SourcedToken | undefined> {
  const { env } = ports;
  // On Deno, a variable that is not needed must not be read.
  if (token !== undefined) {
    const text = typeof token === "function" ? await token() : token;
    return checkToken(text, `${provider}({ token })`, isAllowed);
  }
  const path = tokenFile ?? env(fileVariable);
  if (path) return checkToken(await readTokenFile(path, ports), path, isAllowed);
  const text = textVariable && env(textVariable);
  return text ? checkToken(text, textVariable, isAllowed) : undefined;
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

async function readTokenFile(path: string, ports: TokenPorts): Promise<string> {
  const unreadable = (reason: string, cause?: unknown): InvalidTokenError => {
    return new InvalidTokenError({ source: path, problem: `could not be read: ${reason}`, cause });
  };
  let text: string | undefined;
  try {
    text = await ports.readText(path);
  } catch (cause) {
    throw (
      deniedPermission(cause, `--allow-read=${path}`) ?? unreadable("check the file's permissions", cause)
    );
  }
  if (text !== undefined) return text;
  throw unreadable(missingPort("readText", ports) ?? "there is no such file: check the path and the volume");
}

function checkToken(text: unknown, source: string, isAllowed: (text: string) => boolean): SourcedToken {
  const refused = (problem: string): InvalidTokenError => new InvalidTokenError({ source, problem });
  if (typeof text !== "string") {
    const seen = text === null ? "null" : typeof text;
    throw refused(`is ${seen} instead of text: check the header or the variable that it comes from`);
  }
  const token = text.trim();
  if (token === "") throw refused("is empty");
  if (isAllowed(token)) return { token, source };
  throw refused("holds a space, a line break or the like: check that it is a single token");
}
