import { ServiceError } from "../errors/call-errors.ts";
import { InvalidTokenError, NotConfiguredError } from "../errors/errors.ts";
import type { MaybePromise, Ports } from "../ports.ts";

/** Where a token comes from. Asked again for every exchange, so that a rotated token is noticed. */
export interface TokenOptions {
  /** The token, or a function that gets it. */
  readonly token?: string | (() => MaybePromise<string>) | undefined;
  /** The path of a file that holds the token. */
  readonly tokenFile?: string | undefined;
}

/** A token and the name of its source, for messages. */
export interface SourcedToken {
  readonly token: string;
  readonly source: string;
}

/** What an HTTP header may hold of a token: visible ASCII. */
const HEADER_SAFE = /^[\x21-\x7e]+$/;

const TOKEN_FAULTS = new Set<string>([
  "ExpiredTokenException",
  "InvalidIdentityToken",
  "InvalidTokenException",
]);

/**
 * Reads a token anew and trims it: files end in a line break, which neither a header nor EKS Auth admits. Throws
 * `NOT_CONFIGURED` without a source, `INVALID_TOKEN` for a source that holds no usable token.
 */
export async function readToken(
  { token, tokenFile }: TokenOptions,
  readText: Ports["readText"],
  owner: string,
): Promise<SourcedToken> {
  if (token !== undefined) {
    const source = "the token option";
    return { token: checked(typeof token === "string" ? token : await token(), source), source };
  }
  if (tokenFile)
    return { token: checked(await readTokenFile(tokenFile, readText), tokenFile), source: tokenFile };
  throw new NotConfiguredError({ source: owner, message: "neither a token nor a token file is set" });
}

async function readTokenFile(path: string, readText: Ports["readText"]): Promise<string> {
  let text: string | undefined;
  try {
    text = await readText(path);
  } catch (cause) {
    throw new InvalidTokenError({
      source: path,
      problem: "could not be read: check the file's permissions",
      cause,
    });
  }
  if (text !== undefined) return text;
  throw new InvalidTokenError({
    source: path,
    problem: "could not be read: there is no such file, or no readText port to read it with",
  });
}

function checked(text: unknown, source: string): string {
  const token = typeof text === "string" ? text.trim() : "";
  if (token === "") throw new InvalidTokenError({ source, problem: "is empty" });
  if (HEADER_SAFE.test(token)) return token;
  throw new InvalidTokenError({
    source,
    problem:
      "holds a line break, a space or another character that no token has: check that it is a single token",
  });
}

/**
 * Exchanges a token, and once more if it is refused while its source meanwhile holds another: a projected token may
 * rotate between the read and the call.
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
