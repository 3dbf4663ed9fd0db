import { stdout } from "node:process";
import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "cyan";

const VISIBLE_CHARACTERS = 4;

/** Writes a line to standard output. */
export function print(line = ""): void {
  stdout.write(`${line}\n`);
}

/** Styles text for a terminal. Leaves it plain in a file, in a pipe, and if NO_COLOR is set. */
export function style(format: Style, text: string): string {
  return styleText(format, text, { stream: stdout });
}

/** Shows the first characters and the length of a secret, enough to recognise it. */
export function mask(secret: string): string {
  return `${secret.slice(0, VISIBLE_CHARACTERS)}… (${secret.length} characters)`;
}
