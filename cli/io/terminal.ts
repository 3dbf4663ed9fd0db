import { stdout } from "node:process";
import { styleText } from "node:util";

type Style = "bold" | "dim" | "green" | "red" | "cyan";

const VISIBLE_CHARACTERS = 4;

/** Writes a line to standard output. */
export function print(line = ""): void {
  stdout.write(`${line}\n`);
}

/** Styles text where the terminal shows styles, and leaves it alone in a file, a pipe, or under NO_COLOR. */
export function style(format: Style, text: string): string {
  return styleText(format, text, { stream: stdout });
}

/** Enough of a secret to recognise it, and no more. */
export function mask(secret: string): string {
  return `${secret.slice(0, VISIBLE_CHARACTERS)}… (${secret.length} characters)`;
}
