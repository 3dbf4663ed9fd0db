/** What one check found: a line that says what held, or the faults. */
export interface Finding {
  readonly subject: string;
  readonly held: string;
  readonly faults: readonly string[];
}

/** Runs a check; what it throws is its fault. */
export async function finding(subject: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { subject, held: await check(), faults: [] };
  } catch (error) {
    return { subject, held: "", faults: [messageOf(error)] };
  }
}

/** Prints findings, and makes the process fail when one has a fault. */
export function print(findings: readonly Finding[]): void {
  for (const { subject, held, faults } of findings) {
    if (faults.length === 0) process.stdout.write(`✔ ${subject.padEnd(24)} ${held}\n`);
    for (const fault of faults) process.stderr.write(`✖ ${subject.padEnd(24)} ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

/** The text of what was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
