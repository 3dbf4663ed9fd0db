/** Lets several do their work step by step, in an order that chance decides. */
export interface Turns {
  /** Waits until it is the caller's turn. */
  readonly turn: () => Promise<void>;
  /** Gives turns until all work is done. Whoever the judge says has died never gets another one. */
  readonly run: (work: readonly Promise<unknown>[]) => Promise<void>;
}

/** Enough for promises that are done to tell those who wait for them. */
const MICROTASKS = 20;

/** Makes turns in an order that is the same for the same chance. `onTurn` is called before each. */
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
