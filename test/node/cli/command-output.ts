import { stdout } from "node:process";
import { vi } from "vitest";

/** The lines that a command of this process prints, until `restore`. */
export interface CommandOutput {
  readonly lines: string[];
  /** Resolves with the first line. */
  readonly first: Promise<string>;
  restore(): void;
}

/** Takes what commands of this process print. */
export function takeOutput(): CommandOutput {
  const lines: string[] = [];
  const { promise: first, resolve } = Promise.withResolvers<string>();
  const write = vi.spyOn(stdout, "write").mockImplementation((chunk) => {
    lines.push(...String(chunk).replace(/\n$/, "").split("\n"));
    resolve(lines[0] ?? "");
    return true;
  });
  return { lines, first, restore: () => write.mockRestore() };
}
