import type { Store } from "../../src/ports.ts";

/** A store under test, with what a test needs around it. */
export interface StoreSubject {
  readonly store: Store;
  readonly now: () => number;
  /** Moves the clock of the store, and of whatever is behind it. */
  readonly advance: (ms: number) => void | Promise<void>;
  /** Puts a text where the record of a key is, as somebody else would who can write there. */
  readonly poison?: (key: string, text: string) => Promise<void>;
  readonly close?: () => void | Promise<void>;
}

/** What a kind of store promises, where not everything. */
export interface StoreTraits {
  /** `false`: the last writer wins among those who write at once. Default `true`. */
  readonly isAtomic?: boolean;
  /** `false`: there is nothing outside the process that somebody could poison. Default `true`. */
  readonly isPoisonable?: boolean;
}

/** Opens an empty store for one test. */
export type OpenSubject = () => StoreSubject | Promise<StoreSubject>;

/** How many take part when a case is about those who come at once. */
export const CROWD = 50;

/** Lets a test use a store of its own, and closes it. */
export function withSubject(
  open: OpenSubject,
  use: (subject: StoreSubject) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const subject = await open();
    try {
      await use(subject);
    } finally {
      await subject.close?.();
    }
  };
}
