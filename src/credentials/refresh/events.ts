import type { PodkeyError } from "../../errors/errors.ts";

/** An event of a provider that keeps credentials fresh. `identity` names the credentials. No member holds a secret. */
export type RefreshEvent = { readonly identity: string } & (
  | /** A caller got the current credentials at once. */ { readonly type: "hit" }
  | {
      /** The source returned credentials. */
      readonly type: "fetch";
      /** How long the source took, in milliseconds. */
      readonly durationMs: number;
    }
  | {
      /** New credentials are in use. */
      readonly type: "refresh";
      /** Where they come from: the source, or a record that another process put into the store. */
      readonly from: "source" | "store";
      /** The id of the new access key. It is no secret. */
      readonly accessKeyId: string;
      /** How long the renewal took, in milliseconds. */
      readonly durationMs: number;
      /** When the credentials stop working. Absent: they do not expire. */
      readonly expiration?: Date;
    }
  | {
      /** The source or the store failed. */
      readonly type: "fail";
      /** Which of the two failed. */
      readonly at: "source" | "store";
      /** How long the failed attempt took, in milliseconds. */
      readonly durationMs: number;
      /** What the source or the store threw. */
      readonly error: unknown;
      /** When it is asked again without a waiting caller, in milliseconds from now. */
      readonly retryInMs: number;
    }
  | {
      /** A caller waited for a renewal in vain and got the old credentials, which have not expired. */
      readonly type: "stale";
      /** How long the old credentials still live, in milliseconds. */
      readonly remainingMs: number;
    }
  | {
      /** The source asks for fewer calls. A `fail` event follows. */
      readonly type: "throttle";
      /** The answer of the source. */
      readonly error: PodkeyError;
    }
  | {
      /** The record in the store cannot be used, and will be replaced. */
      readonly type: "poison";
      /** What is wrong with the record. */
      readonly reason: string;
    }
);

/** An event without the name of its credentials. */
export type RefreshFact = RefreshEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, "identity">
    : never
  : never;
