import type { FileSystem } from "../../runtimes/shared/file-store/file-system.ts";

/** Makes a file system in memory. Each operation waits for its turn and then happens at once. */
export function memoryFileSystem(turn: () => Promise<void>): FileSystem {
  const texts = new Map<string, string>();
  const atTurn = async <T>(operation: () => T): Promise<T> => {
    await turn();
    return operation();
  };
  const textAt = (path: string): string => {
    const text = texts.get(path);
    if (text === undefined) throw new Error(`no file ${path}`);
    return text;
  };
  return {
    makeFolder: () => atTurn(() => undefined),
    ownership: () => atTurn(() => ({ mode: 0o700, isOwn: true })),
    list: (path) => atTurn(() => namesIn(path, texts.keys())),
    read: (path) => atTurn(() => texts.get(path)),
    write: (path, text) =>
      atTurn(() => {
        if (texts.has(path)) throw new Error(`file ${path} exists`);
        texts.set(path, text);
      }),
    rename: (from, to) =>
      atTurn(() => {
        texts.set(to, textAt(from));
        texts.delete(from);
      }),
    link: (from, to) =>
      atTurn(() => {
        if (texts.has(to)) return false;
        texts.set(to, textAt(from));
        return true;
      }),
    flushFolder: () => atTurn(() => undefined),
    removeFile: (path) => atTurn(() => void texts.delete(path)),
    removeFolder: () => atTurn(() => undefined),
  };
}

function namesIn(folder: string, paths: Iterable<string>): string[] {
  const prefix = `${folder}/`;
  return [...paths].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}
