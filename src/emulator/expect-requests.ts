import {
  checkExpectation,
  findDifference,
  type RequestExpectation,
  type RequestSelection,
} from "./expectations/expectation.ts";
import { operationNames, servicesOf } from "./known-names.ts";
import type { World } from "./world/world.ts";

/** Throws an `AssertionError` that lists all requests if the selected ones are not as expected. */
export function expectRequests(
  world: World,
  selected: string | RequestSelection,
  expectation: RequestExpectation,
): void {
  checkExpectation(expectation);
  const selection = typeof selected === "string" ? parseSelection(world, selected) : selected;
  checkSelection(world, selection);
  const { entries, forgotten } = world.requestLog;
  if (forgotten > 0) {
    throw new Error(
      `cannot check an expectation: the log forgot ${forgotten} requests; raise requestLogSize, or call clearRequests earlier`,
    );
  }
  const difference = findDifference(entries, selection, expectation);
  if (difference === undefined) return;
  // Test runners show an error of this name as a failed expectation.
  throw Object.assign(new Error(difference), { name: "AssertionError" });
}

function parseSelection(world: World, text: string): RequestSelection {
  if (text === "*") return {};
  return knownServices(world).includes(text) ? { service: text } : { operation: text };
}

/** Throws a `TypeError` for an unknown name: an expectation of no such request would be true by mistake. */
function checkSelection(world: World, { service, operation }: RequestSelection): void {
  const services = knownServices(world);
  if (service !== undefined && !services.includes(service)) {
    throw new TypeError(
      `there is no service ${JSON.stringify(service)}: the services are ${services.join(", ")}`,
    );
  }
  const operations = operationNames(service);
  // The emulator does not know the operations of other services.
  const isOther = service !== undefined && operations.length === 0;
  if (operation === undefined || isOther || operations.includes(operation)) return;
  const known = service === undefined ? [...services, ...operations.sort()] : operations.sort();
  const hint = service === undefined ? "; for an operation of a handler pass { service, operation }" : "";
  throw new TypeError(
    `there is no operation ${JSON.stringify(operation)}: use one of ${known.join(", ")}${hint}`,
  );
}

/** Lists the services that the emulator answers for, and those that requests asked for. */
function knownServices(world: World): string[] {
  return [...new Set([...servicesOf(world), ...world.requestLog.entries.map(({ service }) => service)])];
}
