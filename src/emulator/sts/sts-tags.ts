import { AwsError } from "../wire/aws-error.ts";
import type { EmulatorSession } from "../world/principals.ts";
import { listMembers, type StsParameters } from "./parameters.ts";
import { validationError } from "./sts-constraints.ts";

/** The tags of a session, with what it inherits. */
export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

const MAX_TAGS = 50;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads Tags and TransitiveTagKeys and joins them with the calling session's transitive tags. */
export function readSessionTags(parameters: StsParameters, caller: EmulatorSession | undefined): SessionTags {
  const entries = readTagEntries(parameters);
  const transitive = listMembers(parameters, "TransitiveTagKeys").map((member) => member.get("") ?? "");
  if (entries.length > MAX_TAGS || transitive.length > MAX_TAGS) {
    throw validationError(`Member must have length less than or equal to ${MAX_TAGS} at 'tags'`);
  }
  const keys = new Set(entries.map(([key]) => key.toLowerCase()));
  if (keys.size < entries.length) {
    throw invalidValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (transitive.some((key) => !keys.has(key.toLowerCase()))) {
    throw invalidValue("The specified transitive tag key must be included in the requested tags.");
  }
  const inherited = (caller?.transitiveTagKeys ?? []).map((key) => [key, caller?.tags[key] ?? ""] as const);
  if (inherited.some(([key]) => keys.has(key.toLowerCase()))) {
    throw invalidValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  return {
    tags: Object.fromEntries([...inherited, ...entries]),
    transitiveTagKeys: [...inherited.map(([key]) => key), ...transitive],
  };
}

function readTagEntries(parameters: StsParameters): (readonly [key: string, value: string])[] {
  return listMembers(parameters, "Tags").map((member) => {
    const key = member.get("Key") ?? "";
    const value = member.get("Value") ?? "";
    if (key.length < 1 || key.length > 128 || !TAG_TEXT.test(key))
      throw validationError("Tag key is not valid at 'tags'");
    if (value.length > 256 || !TAG_TEXT.test(value))
      throw validationError("Tag value is not valid at 'tags'");
    if (key.toLowerCase().startsWith("aws:"))
      throw invalidValue("Tag keys beginning with 'aws:' are reserved.");
    return [key, value];
  });
}

function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", 400, message);
}
