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
  /** The path from the top folder, for example `test/cases/http/retry.test.ts`. */
  readonly file: string;
  readonly name: string;
  /** Why the case failed. Absent if it passed. A case that did not run has failed too. */
  readonly problem?: string;
}

/** Reads the results of a run. Throws if there are none. */
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
