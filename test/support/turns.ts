/** Lets several workers proceed step by step, in a random order. */
export interface Turns {
  /** Waits for the caller's next turn. */
  readonly turn: () => Promise<void>;
  /** Gives turns until all work is done. */
  readonly run: (work: readonly Promise<unknown>[]) => Promise<void>;
}

/** Enough for the reactions to settled promises to run. */
const MICROTASKS = 20;

/** Makes turns whose order is the same for the same `chance`. Calls `onTurn` before each. */
export function turnsBy(chance: () => number, onTurn: () => void = () => undefined): Turns {
  const waiting: (() => void)[] = [];
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
    });
  const run = async (work: readonly Promise<unknown>[]): Promise<void> => {
    let isDone = false;
    const done = Promise.all(work).finally(() => {
      isDone = true;
    });
    done.catch(() => undefined);
    for (;;) {
      for (let count = 0; count < MICROTASKS; count += 1) await Promise.resolve();
      if (isDone) return done.then(() => undefined);
      const [next] = waiting.splice(Math.floor(chance() * waiting.length), 1);
      if (!next) throw new Error("everybody waits for something else than a turn");
      onTurn();
      next();
    }
  };
  return { turn, run };
}
