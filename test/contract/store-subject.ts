import type { Store } from "../../src/ports.ts";

/** A store under test, with its clock and its storage. */
export interface StoreSubject {
  readonly store: Store;
  readonly now: () => number;
  /** Moves the clock of the store and of its server. */
  readonly advance: (ms: number) => void | Promise<void>;
  /** Writes a text in place of the record of a key, as a foreign writer could. */
  readonly poison?: (key: string, text: string) => Promise<void>;
  readonly close?: () => void | Promise<void>;
}

/** What a kind of store does not promise. */
export interface StoreTraits {
  /** `false` if the last of several writes at once wins. Default: true. */
  readonly isAtomic?: boolean;
  /** `false` if no text can be written in place of a record. Default: true. */
  readonly isPoisonable?: boolean;
}

/** Opens an empty store for one test. */
export type OpenSubject = () => StoreSubject | Promise<StoreSubject>;

/** How many callers a case about simultaneous calls has. */
export const CROWD = 50;

/** Runs a test with its own store, and closes the store. */
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
