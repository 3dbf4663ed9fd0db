import { ServiceError } from "../errors/call-errors.ts";
import type { SourcedToken } from "./token-source.ts";

const TOKEN_FAULTS = new Set<string>([
  "ExpiredTokenException",
  "InvalidIdentityToken",
  "InvalidTokenException",
]);

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
