import type { Bench, Verdict } from "../framework/bench.ts";
import { type ResultGroup, ratiosAgainst, times } from "../framework/figures.ts";
import { timeProgram } from "../framework/run-program.ts";
import { HOSTS, RUNTIMES } from "../framework/runtimes.ts";

const AWS4FETCH = "aws4fetch";
const SMITHY = "@smithy/signature-v4";
const HASHES = "its hashes alone";
const HOST_FACTOR = 10;
const ALL_TITLES = RUNTIMES.map(({ title }) => title);
const HOST_TITLES = HOSTS.map(({ title }) => title);
const CANONICAL_FORM =
  "hashing is at its floor; the rest is aws4fetch's canonical form, which uses Headers and URL, and promises, because the hash port may be asynchronous";
const ON_HOSTS = "bench/signing/on-hosts.ts";

/** The time of one signature, on every runtime. */
export const signing: Bench = {
  name: "signing",
  title: "One signature",
  about: `A \`POST\` to EKS with a body of 500 bytes, signed with session credentials whose signing key is cached: the cost of signing for
each request of a running program. \`podkey\` hashes with the runtime's adapter, as \`connect()\` does; *without an adapter* it hashes with
WebCrypto, as on workerd. \`@smithy/signature-v4\` is the AWS SDK's signer. *Its hashes alone* are two SHA-256 and one HMAC with the runtime's
fastest functions (one-shot hashes of strings; on workerd WebCrypto with a cached key). No signature can be cheaper.`,
  packages: ["aws4fetch", "aws4", "@smithy/signature-v4", "@aws-crypto/sha256-js", "tinybench"],
  goals: [
    {
      what: "one signature, compared with aws4fetch",
      goal: "10x on Node, Bun and Deno",
      reason: CANONICAL_FORM,
      judge: (groups) => judgeRatios(groups, HOST_TITLES, AWS4FETCH, ({ median }) => median >= HOST_FACTOR),
    },
    {
      what: "one signature, compared with aws4fetch",
      goal: "at least its speed on workerd",
      reason: "both wait for the same WebCrypto; podkey also checks what it signs",
      judge: (groups) => judgeRatios(groups, ["workerd"], AWS4FETCH, ({ median }) => median >= 1),
    },
    {
      what: "one signature, compared with aws4",
      goal: "level: the spread reaches 1x",
      reason: CANONICAL_FORM,
      judge: (groups) => judgeRatios(groups, HOST_TITLES, "aws4", ({ high }) => high >= 1),
    },
    {
      what: "one signature, compared with @smithy/signature-v4, node:crypto",
      goal: "ahead",
      reason: CANONICAL_FORM,
      judge: (groups) =>
        judgeRatios(groups, HOST_TITLES, `${SMITHY}, node:crypto`, ({ median }) => median > 1),
    },
    {
      what: "one signature, compared with @smithy/signature-v4, sha256-js",
      goal: "ahead",
      judge: (groups) => judgeRatios(groups, ALL_TITLES, `${SMITHY}, sha256-js`, ({ median }) => median > 1),
    },
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

/** Judges the factor on each of some runtimes. The floor is the factor of hashing alone. */
function judgeRatios(
  groups: readonly ResultGroup[],
  titles: readonly string[],
  contender: string,
  isMet: (ratio: { readonly median: number; readonly high: number }) => boolean,
): Verdict {
  const on = groups.filter(({ name }) => titles.includes(name));
  const found = ratiosAgainst(on, contender);
  const limits = on.flatMap(({ name, rows }) => {
    const theirs = rows.find((row) => row.contender === contender)?.median;
    const hashes = rows.find((row) => row.contender === HASHES)?.median;
    return theirs && hashes ? [`${name} ${times(theirs / hashes)}`] : [];
  });
  return {
    measured: found.map(({ group, median }) => `${group} ${times(median)}`).join(", "),
    isMet: found.length === titles.length && found.every(isMet),
    floor: `hashes alone: ${limits.join(", ")}`,
  };
}
