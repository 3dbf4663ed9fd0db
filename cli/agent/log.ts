import { stdout } from "node:process";
import { InvalidArgumentError } from "commander";

const LEVELS = ["error", "warn", "info", "debug"] as const;

/** The least severe level that is logged. */
export type LogLevel = (typeof LEVELS)[number];

/** The fields of a line besides time, level and message. A field with `undefined` is left out. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes a line if its level is at least the log's. */
export type Log = (level: LogLevel, msg: string, fields?: LogFields) => void;

/** Makes a log that writes JSON lines to standard output. */
export function createLog(most: LogLevel, write: (line: string) => void = (line) => stdout.write(line)): Log {
  return (level, msg, fields = {}) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(most)) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
  };
}

/** Reads a level. Accepts the words of the EKS Pod Identity Agent too: panic and trace. */
export function logLevel(text: string): LogLevel {
  const word = text === "panic" ? "error" : text === "trace" ? "debug" : text;
  const level = LEVELS.find((candidate) => candidate === word);
  if (level) return level;
  throw new InvalidArgumentError("It must be error, warn, info or debug.");
}
