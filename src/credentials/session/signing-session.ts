import type { ClientParts } from "../../http/client.ts";
import type { RefreshingProvider } from "../refresh/refresh.ts";

/** What the signed requests of a session share. */
export interface SigningSession {
  readonly credentials: RefreshingProvider;
  /** The parts of the session's client. Its clock and its retry quota serve all requests. */
  readonly client: ClientParts;
  /** How often to repeat a request whose method may be repeated. */
  readonly retries: number;
}
