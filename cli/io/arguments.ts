import { InvalidArgumentError } from "commander";
import { isRoleArn } from "../../src/aws/arn.ts";
import { isClusterName } from "../../src/aws/names.ts";
import { isRegionName } from "../../src/aws/region-name.ts";
import { parseUrl } from "../../src/lib/url.ts";

/** The largest TCP port. */
export const MAX_PORT = 65_535;

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const DURATION = /^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/;

/** Reads a whole number from `min` to `max`. */
export function wholeNumber(max: number, min = 0): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Reads a port, or `off`. */
export function portOrOff(text: string): number | "off" {
  if (text === "off") return text;
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= MAX_PORT) return value;
  throw new InvalidArgumentError(`It must be a whole number from 0 to ${MAX_PORT}, or off.`);
}

/** Reads a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

/** Reads a duration in the notation of Go, for example `1h30m` or `0`. Returns milliseconds. */
export function goDuration(text: string): number {
  if (text === "0") return 0;
  if (!DURATION.test(text)) {
    throw new InvalidArgumentError("It must be a duration, for example 3h, 90m or 1h30m; or 0.");
  }
  const parts = text.matchAll(/([\d.]+)([a-zµ]+)/g);
  return [...parts].reduce((sum, [, value, unit = ""]) => sum + Number(value) * (MS_PER_UNIT[unit] ?? 0), 0);
}

/** Reads the name of an EKS cluster. */
export function clusterName(text: string): string {
  if (isClusterName(text)) return text;
  throw new InvalidArgumentError(
    "It must be the name of an EKS cluster: 1 to 100 letters, digits, hyphens or underscores.",
  );
}

/** Reads the name of a region. */
export function regionName(text: string): string {
  if (isRegionName(text)) return text;
  throw new InvalidArgumentError("It must be the name of a region, for example us-west-2.");
}

/** Reads the ARN of an IAM role. */
export function roleArn(text: string): string {
  if (isRoleArn(text)) return text;
  throw new InvalidArgumentError(
    "It must be the ARN of an IAM role, for example arn:aws:iam::111122223333:role/pod.",
  );
}

/** Reads an http or https URL. */
export function httpUrl(text: string): string {
  const protocol = parseUrl(text)?.protocol;
  if (protocol === "http:" || protocol === "https:") return text;
  throw new InvalidArgumentError("It must be an http or https URL.");
}
