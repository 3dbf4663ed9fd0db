import type { PodkeyError } from "../../errors/errors.ts";

/** What a refreshing provider tells its owner. `identity` names whose credentials; never holds a secret. */
export type RefreshEvent = { readonly identity: string } & (
  | /** Current credentials were handed out at once. */ { readonly type: "hit" }
  | /** The source gave new credentials. */ { readonly type: "fetch"; readonly durationMs: number }
  | {
      /** New credentials are in use, fetched here or found in the store where another process put them. */
      readonly type: "refresh";
      readonly from: "source" | "store";
      readonly accessKeyId: string;
      readonly durationMs: number;
      readonly expiration?: Date;
    }
  | {
      /** The source or the store failed, and is asked again after `retryInMs`. */
      readonly type: "fail";
      readonly at: "source" | "store";
      readonly durationMs: number;
      readonly error: unknown;
      readonly retryInMs: number;
    }
  | /** A refresh that a caller waited for failed; the old credentials still live and were handed out. */ {
      readonly type: "stale";
      readonly remainingMs: number;
    }
  | /** The source says that it is asked too often. */ {
      readonly type: "throttle";
      readonly error: PodkeyError;
    }
  | /** A record in the store cannot be used, and counts as absent. */ {
      readonly type: "poison";
      readonly reason: string;
    }
);
