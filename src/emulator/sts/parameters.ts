import { AwsError } from "../wire/aws-error.ts";
import type { IncomingRequest } from "../wire/incoming-request.ts";

/** The parameters of a query-protocol call by name. */
export type StsParameters = ReadonlyMap<string, string>;

/** Reads the query string of a request, and the form of a POST. */
export function readStsParameters(request: IncomingRequest): StsParameters {
  const parameters = new Map<string, string>(request.query);
  if (request.method !== "POST") return parameters;
  for (const [name, value] of new URLSearchParams(request.text)) parameters.set(name, value);
  return parameters;
}

/** Returns the members of a list, each as values by field name. The members of a plain list have the field `""`. */
export function listMembers(parameters: StsParameters, list: string): ReadonlyMap<string, string>[] {
  const members = new Map<number, Map<string, string>>();
  const prefix = `${list}.member.`;
  for (const [name, value] of parameters) {
    if (!name.startsWith(prefix)) continue;
    const [index = "", ...field] = name.slice(prefix.length).split(".");
    const member = members.get(Number(index)) ?? new Map<string, string>();
    member.set(field.join("."), value);
    members.set(Number(index), member);
  }
  const ordered = [...members];
  ordered.sort(([left], [right]) => left - right);
  return ordered.map(([, member]) => member);
}

/** The constraints of a text parameter in the service model. */
export interface TextConstraint {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** Whether error messages must not repeat the value. */
  readonly sensitive?: boolean;
}

/** Creates a `ValidationError`. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", 400, message);
}

/** Checks text parameters against their constraints. Throws an `AwsError` that lists every violation in AWS's words. */
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
