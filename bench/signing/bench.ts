import type { Bench } from "../framework/bench.ts";
import { factorGoal } from "../framework/factor-goal.ts";
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
    factorGoal({ suite: OPERATION, contender: "aws4", factor: 1.4, titles: HOST_TITLES }),
    factorGoal({ suite: OPERATION, contender: `${SMITHY}, node:crypto`, factor: 2.5, titles: HOST_TITLES }),
    {
      ...factorGoal({ suite: OPERATION, contender: AWS4FETCH, factor: 2.5, titles: ["workerd"] }),
      reason: "both wait three times for WebCrypto, one after the other",
    },
    factorGoal({ suite: ANY_REQUEST, contender: "aws4", factor: 1, titles: HOST_TITLES }),
    {
      ...factorGoal({ suite: WITH_QUERY, contender: "aws4", factor: 1, titles: HOST_TITLES }),
      reason: "aws4fetch's canonical form, which knows every rule of queries, takes the time",
    },
    factorGoal({ suite: ANY_REQUEST, contender: `${SMITHY}, sha256-js`, factor: 1, titles: ALL_TITLES }),
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
