import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One case, as Vitest's JSON reporter writes it. */
export interface CaseResult {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** The cases of one file, as Vitest's JSON reporter writes them. */
export interface FileResult {
  readonly name: string;
  readonly message?: string;
  readonly assertionResults: readonly CaseResult[];
}

/** One case that ran. */
export interface Outcome {
  /** From the top folder, as `test/cases/http/retry.test.ts`. */
  readonly file: string;
  readonly name: string;
  /** What went wrong, if it did. A case that did not run went wrong too. */
  readonly problem?: string;
}

/** Reads what a run left. Throws if it left nothing. */
export function readResults(path: string): Outcome[] {
  const { testResults } = JSON.parse(readFileSync(path, "utf8")) as { testResults: FileResult[] };
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = name.replace(ROOT, "");
    if (assertionResults.length === 0) {
      return [{ file, name: "(the file)", problem: message || "holds no test" }];
    }
    return assertionResults.map((result) => ({ file, name: result.fullName, ...problemOf(result) }));
  });
}

function problemOf({ status, failureMessages }: CaseResult): { problem?: string } {
  if (status === "passed") return {};
  return { problem: failureMessages.join("\n") || `did not run: ${status}` };
}
