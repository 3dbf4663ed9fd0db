import { AwsError } from "../wire/aws-error.ts";
import type { StsParameters } from "./parameters.ts";

/** What the model asks of a text parameter. */
export interface TextConstraint {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Never repeat the value. */
  readonly sensitive?: boolean;
}

/** A `ValidationError` with a text of one's own. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", 400, message);
}

/**
 * Checks text parameters against the model.
 * @throws AwsError that lists every violation, worded as AWS words it.
 */
export function checkConstraints(
  parameters: StsParameters,
  constraints: Readonly<Record<string, TextConstraint>>,
): void {
  const violations = Object.entries(constraints).flatMap(([name, constraint]) =>
    findViolations(name, parameters.get(name), constraint),
  );
  if (violations.length === 0) return;
  const heading = violations.length === 1 ? "1 validation error" : `${violations.length} validation errors`;
  throw validationError(`${heading} detected: ${violations.join("; ")}`);
}

function findViolations(name: string, value: string | undefined, constraint: TextConstraint): string[] {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  if (value === undefined) {
    if (!constraint.required) return [];
    return [`Value null at '${member}' failed to satisfy constraint: Member must not be null`];
  }
  const { min = 0, max = Number.POSITIVE_INFINITY, pattern } = constraint;
  const rules: string[] = [];
  if (value.length < min) rules.push(`Member must have length greater than or equal to ${min}`);
  if (value.length > max) rules.push(`Member must have length less than or equal to ${max}`);
  if (pattern && !pattern.test(value)) {
    rules.push(`Member must satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`);
  }
  const subject = constraint.sensitive ? "Value" : `Value '${value}'`;
  return rules.map((rule) => `${subject} at '${member}' failed to satisfy constraint: ${rule}`);
}
