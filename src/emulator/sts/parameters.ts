import type { IncomingRequest } from "../wire/incoming-request.ts";

/** The parameters of a query-protocol call by wire name. */
export type StsParameters = ReadonlyMap<string, string>;

/** Reads the form of a POST, and the query string of any request. */
export function readStsParameters(request: IncomingRequest): StsParameters {
  const parameters = new Map<string, string>(request.query);
  if (request.method !== "POST") return parameters;
  for (const [name, value] of new URLSearchParams(request.text)) parameters.set(name, value);
  return parameters;
}

/** The members of a list, each by its field names; a plain list has the field `""`. */
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
