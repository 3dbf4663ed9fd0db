import type { Bench } from "../framework/bench.ts";
import { factorGoal } from "../framework/factor-goal.ts";
import { timeProgram } from "../framework/run-program.ts";
import { RUNTIMES } from "../framework/runtimes.ts";

const SUITES = "bench/parse/suites.ts";
const AWS_SDK = { contender: "AWS SDK, client-eks", titles: RUNTIMES.map(({ title }) => title) };

/** Parsing of EKS's responses. */
export const parse: Bench = {
  name: "parse",
  title: "Parsing and validation",
  about: `From the bytes of EKS's response to a typed value: a page of 100 associations, and one association with its tags and times.
podkey checks every known member and names a wrong one in \`INVALID_RESPONSE\`; the AWS SDK converts by its schema and checks nothing.
*JSON.parse alone* returns an untyped value.`,
  packages: ["@aws-sdk/client-eks", "@smithy/core", "valibot", "tinybench"],
  goals: [
    factorGoal({ ...AWS_SDK, suite: "a list of 100", factor: 1.2 }),
    factorGoal({ ...AWS_SDK, suite: "one association", factor: 1.4 }),
  ],
  measure: (effort) =>
    timeProgram(
      { runtimes: RUNTIMES, modules: { node: SUITES, bun: SUITES, deno: SUITES, workerd: SUITES } },
      effort,
    ),
};
