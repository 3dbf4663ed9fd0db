import type { Bench, Goal, Verdict } from "../framework/bench.ts";
import { type ResultGroup, ratiosAgainst, times } from "../framework/figures.ts";
import { timeProgram } from "../framework/run-program.ts";
import { HOSTS, RUNTIMES } from "../framework/runtimes.ts";

const AWS4FETCH = "aws4fetch";
const SMITHY = "@smithy/signature-v4";
const OPERATION = "an operation";
const ANY_REQUEST = "any request";
const WITH_QUERY = "a URL with a query";
const ALL_TITLES = RUNTIMES.map(({ title }) => title);
const HOST_TITLES = HOSTS.map(({ title }) => title);
const ON_HOSTS = "bench/signing/on-hosts.ts";

/** The time of one signature, on every runtime. */
export const signing: Bench = {
  name: "signing",
  title: "One signature",
  about: `A \`POST\` to EKS with a body of 500 bytes, signed with session credentials whose signing key is cached: the cost of signing for
each request of a running program. *An operation* is signed as podkey signs its own operations, and *any request* as \`signHeaders\` and
\`session.fetch\` do. *A URL with a query* is any request whose query must be encoded and sorted. \`podkey\` hashes with the runtime's
adapter, as \`connect()\` does; *without an adapter* it hashes with WebCrypto, as on workerd. \`@smithy/signature-v4\` is the AWS SDK's
signer. *Its hashes alone* are two SHA-256 and one HMAC with the runtime's fastest functions (one-shot hashes of strings; on workerd
WebCrypto with a cached key). *aws4fetch's canonical form alone* is what podkey takes from aws4fetch for a URL with a query.`,
  packages: ["aws4fetch", "aws4", "@smithy/signature-v4", "@aws-crypto/sha256-js", "tinybench"],
  goals: [
    factorGoal(OPERATION, "aws4", 1.4, HOST_TITLES),
    factorGoal(OPERATION, `${SMITHY}, node:crypto`, 2.5, HOST_TITLES),
    {
      ...factorGoal(OPERATION, AWS4FETCH, 2.5, ["workerd"]),
      reason: "both wait three times for WebCrypto, one after the other",
    },
    factorGoal(ANY_REQUEST, "aws4", 1, HOST_TITLES),
    {
      ...factorGoal(WITH_QUERY, "aws4", 1, HOST_TITLES),
      reason: "aws4fetch's canonical form, which knows every rule of queries, takes the time",
    },
    factorGoal(ANY_REQUEST, `${SMITHY}, sha256-js`, 1, ALL_TITLES),
  ],
  measure: (effort) =>
    timeProgram(
      {
        runtimes: RUNTIMES,
        modules: { node: ON_HOSTS, bun: ON_HOSTS, deno: ON_HOSTS, workerd: "bench/signing/on-workerd.ts" },
      },
      effort,
    ),
};

/** Asks for a factor on each of some runtimes. The floor is the factor of hashing alone, and of the canonical form if there is one. */
function factorGoal(suite: string, contender: string, factor: number, titles: readonly string[]): Goal {
  const names = titles.map((title) => `${suite}, ${title}`);
  return {
    what: `${suite}, compared with ${contender}`,
    goal: `${times(factor)} on ${titles.length > 1 ? "each" : titles[0]}`,
    judge: (groups) => judgeRatios(groups, names, contender, factor),
  };
}

function judgeRatios(
  groups: readonly ResultGroup[],
  names: readonly string[],
  contender: string,
  factor: number,
): Verdict {
  const on = groups.filter(({ name }) => names.includes(name));
  const found = ratiosAgainst(on, contender);
  const limits = on.flatMap(({ name, rows }) => {
    const theirs = rows.find((row) => row.contender === contender)?.median;
    const floors = rows.filter(({ kind }) => kind === "floor").map(({ median }) => median);
    const floor = floors.reduce((sum, median) => sum + median, 0);
    return theirs && floor ? [`${runtimeOf(name)} ${times(theirs / floor)}`] : [];
  });
  return {
    measured: found.map(({ group, median }) => `${runtimeOf(group)} ${times(median)}`).join(", "),
    isMet: found.length === names.length && found.every(({ median }) => median >= factor),
    floor: `floors alone: ${limits.join(", ")}`,
  };
}

function runtimeOf(group: string): string {
  return group.split(", ").at(-1) ?? group;
}
