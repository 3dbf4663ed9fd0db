import { type Cell, createCell } from "../../src/credentials/refresh/state.ts";

const MAX_CELLS = 1000;

/** Values that the requests of an isolate share; promises they must not. */
export function isolateCells(): (identity: string) => Cell {
  const cells = new Map<string, Cell>();
  return (identity) => {
    const cell = cells.get(identity) ?? createCell();
    // The last used moves to the end, the least recently used goes first.
    cells.delete(identity);
    cells.set(identity, cell);
    const [oldest] = cells.keys();
    if (cells.size > MAX_CELLS && oldest !== undefined) cells.delete(oldest);
    return cell;
  };
}
