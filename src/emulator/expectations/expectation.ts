import { isRoleArn, parseArn } from "../../aws/arn.ts";
import type { RecordedRequest } from "../world/request-log.ts";
import { describeRequests } from "./describe-requests.ts";
import { findSecretInUrl } from "./secret-in-url.ts";

/** Requests to select from the log. */
export interface RequestSelection {
  /** A service by its name in `Emulator.requests`, for example `eks` or `s3`. Default: all. */
  readonly service?: string;
  /** The name of an operation, for example `AssumeRoleForPodIdentity`. Default: all. */
  readonly operation?: string;
}

/** What must be true of the selected requests. */
export interface RequestExpectation {
  /** The number of selected requests. Default: at least one. */
  readonly times?: number;
  /** The region of each selected request, for example `us-west-2`. Default: any. */
  readonly region?: string;
  /** The ARN of the principal that signed each selected request, or the ARN of its role. Default: any. */
  readonly principal?: string;
  /** The HTTP status of each response. Default: any. */
  readonly status?: number;
  /**
   * `false` if no URL may contain a session token, a JSON Web Token, a bearer token or a signature. A presigned URL contains
   * a signature. Default: any URL.
   */
  readonly secretInUrl?: false;
}

const CLAIMS = ["times", "region", "principal", "status", "secretInUrl"];

/** Throws a `TypeError` for an expectation that would be true by mistake. */
export function checkExpectation(expectation: RequestExpectation): void {
  const unknown = Object.keys(expectation).find((name) => !CLAIMS.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`cannot expect ${unknown} of a request: use ${CLAIMS.join(", ")}`);
  const { times = 0, secretInUrl = false } = expectation;
  if (!Number.isInteger(times) || times < 0) throw new TypeError("times must be a whole number, at least 0");
  if (secretInUrl) throw new TypeError("secretInUrl can only be false");
}

/** Describes all that is not as expected. Returns `undefined` if everything is. */
export function findDifference(
  requests: readonly RecordedRequest[],
  selection: RequestSelection,
  expectation: RequestExpectation,
): string | undefined {
  const selected = requests.filter((request) => selects(selection, request));
  const differences = [
    ...countDifference(selected.length, expectation.times),
    ...selected.flatMap((request) => {
      const found = requestDifferences(request, expectation);
      return found.map((difference) => `request ${requests.indexOf(request) + 1} ${difference}`);
    }),
  ];
  if (differences.length === 0) return undefined;
  const lines = differences.map((difference) => `  - ${difference}`);
  const subject = `expected ${describeExpectation(selection, expectation)}, but:`;
  return [subject, ...lines, describeRequests(requests, selected)].join("\n");
}

function selects({ service, operation }: RequestSelection, request: RecordedRequest): boolean {
  return (
    (service ?? request.service) === request.service && (operation ?? request.operation) === request.operation
  );
}

function countDifference(count: number, times: number | undefined): string[] {
  if (times === undefined ? count > 0 : count === times) return [];
  return [count === 0 ? "no such request arrived" : `${countOf(count)} arrived`];
}

function requestDifferences(request: RecordedRequest, expectation: RequestExpectation): string[] {
  const { region, principal, status, secretInUrl } = expectation;
  const secret = secretInUrl === false ? findSecretInUrl(request) : undefined;
  return [
    ...(region !== undefined && region !== request.region ? [`was for ${request.region}`] : []),
    ...(principal !== undefined && !isPrincipal(principal, request.principal)
      ? [`was signed by ${request.principal ?? "no verified principal"}`]
      : []),
    ...(status !== undefined && status !== request.status
      ? [`was answered with ${request.status ?? "no response"}`]
      : []),
    ...(secret === undefined ? [] : [`had ${secret} in its URL`]),
  ];
}

/** Tells whether an ARN is the expected one, or one of the sessions of the expected role. */
function isPrincipal(expected: string, actual: string | undefined): boolean {
  if (expected === actual) return true;
  const role = isRoleArn(expected) ? parseArn(expected) : undefined;
  if (role === undefined || actual === undefined) return false;
  const name = role.resource.slice(role.resource.lastIndexOf("/") + 1);
  return actual.startsWith(`arn:${role.partition}:sts::${role.accountId}:assumed-role/${name}/`);
}

function describeExpectation(selection: RequestSelection, expectation: RequestExpectation): string {
  const { times, region, principal, status, secretInUrl } = expectation;
  const name = [selection.service, selection.operation].filter((part) => part !== undefined).join(" ");
  return [
    `${times === undefined ? "at least 1 request" : countOf(times)}${name && ` of ${name}`}`,
    ...(region === undefined ? [] : [`for ${region}`]),
    ...(principal === undefined ? [] : [`signed by ${principal}`]),
    ...(status === undefined ? [] : [`answered with ${status}`]),
    ...(secretInUrl === undefined ? [] : ["without a secret in its URL"]),
  ].join(", ");
}

function countOf(times: number): string {
  if (times === 0) return "no request";
  return times === 1 ? "1 request" : `${times} requests`;
}
