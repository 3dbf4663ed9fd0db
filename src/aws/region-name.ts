const REGION_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const AWS_REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** Whether a text has the form of a region's name. Any label of a host has it, for example `auto` of other clouds. */
export function isRegionName(text: string): boolean {
  return REGION_NAME.test(text);
}

/** Whether a label of a host has the form of AWS's own regions, for example `us-west-2`. */
export function isAwsRegion(label: string): boolean {
  return AWS_REGION.test(label);
}

/** Says what is wrong with a text that is not a region's name, for an error. */
export function notARegionName(text: string): string {
  return `${JSON.stringify(text)} is not the name of a region, for example us-west-2`;
}
