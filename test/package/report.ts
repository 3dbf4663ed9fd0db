/** The result of one check. */
export interface Finding {
  readonly subject: string;
  /** What was verified, printed if there is no fault. */
  readonly held: string;
  readonly faults: readonly string[];
}

/** Runs a check that returns what it verified. An error that it throws becomes the fault. */
export async function finding(subject: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { subject, held: await check(), faults: [] };
  } catch (error) {
    return { subject, held: "", faults: [messageOf(error)] };
  }
}

/** Prints findings, and sets the exit code to 1 if one has a fault. */
export function print(findings: readonly Finding[]): void {
  for (const { subject, held, faults } of findings) {
    if (faults.length === 0) process.stdout.write(`✔ ${subject.padEnd(24)} ${held}\n`);
    for (const fault of faults) process.stderr.write(`✖ ${subject.padEnd(24)} ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

/** Returns the message of a thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
