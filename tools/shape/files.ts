import { basename } from "node:path";
import type { Source } from "./sources.ts";

const MAX_LINES = 200;
const VAGUE_NAMES = /^(utils?|helpers?|common|misc|shared|types|constants)\.ts$/;

/** Files stay short enough to read at once, and are named for what they hold. */
export function checkFiles(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split("\n").length;
    return [
      ...(lines > MAX_LINES ? [`${path}: ${lines} lines, at most ${MAX_LINES}: split it by concept`] : []),
      ...(VAGUE_NAMES.test(basename(path)) ? [`${path}: name it for the concept that it holds`] : []),
    ];
  });
}
