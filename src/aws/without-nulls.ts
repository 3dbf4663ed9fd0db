import { isRecord } from "./decode.ts";

/** Takes members that are null out of what was just parsed, at any depth: AWS writes them for what is absent. */
export function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) value.forEach(withoutNulls);
  if (!isRecord(value)) return value;
  for (const name of Object.keys(value)) {
    if (value[name] === null) delete value[name];
    else withoutNulls(value[name]);
  }
  return value;
}
