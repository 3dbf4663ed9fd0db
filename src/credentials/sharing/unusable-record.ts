const NAME = "UnusableRecordError";

/** A record is in the store and cannot be used. The message says why, and holds nothing of the record. */
export class UnusableRecordError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = NAME;
  }
}

/** Whether a store holds a record that cannot be used. Works across two copies of podkey in one program. */
export function isUnusableRecord(error: unknown): error is Error {
  return error instanceof Error && error.name === NAME;
}
