import { stdout } from "node:process";
import { InvalidArgumentError } from "commander";

const LEVELS = ["error", "warn", "info", "debug"] as const;

/** How much is logged. */
export type LogLevel = (typeof LEVELS)[number];

/** What stands in a line beside its time, level and message. `undefined` is left out. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one line, if its level is wanted. */
export type Log = (level: LogLevel, msg: string, fields?: LogFields) => void;

/** Writes lines of JSON to standard output. */
export function createLog(most: LogLevel, write: (line: string) => void = (line) => stdout.write(line)): Log {
  return (level, msg, fields = {}) => {
    if (LEVELS.indexOf(level) > LEVELS.indexOf(most)) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...fields })}\n`);
  };
}

/** Reads a level, in the Go agent's words too. */
export function logLevel(text: string): LogLevel {
  const word = text === "panic" ? "error" : text === "trace" ? "debug" : text;
  const level = LEVELS.find((candidate) => candidate === word);
  if (level) return level;
  throw new InvalidArgumentError("It must be error, warn, info or debug.");
}
