import type { Bench } from "../framework/bench.ts";
import { findRow, readable } from "../framework/figures.ts";
import { timeProgram } from "../framework/run-program.ts";
import { RUNTIMES } from "../framework/runtimes.ts";

const SESSION = "podkey, session.credentials()";
const FLOOR = "a promise of an object";
const GOAL_US = 1;
const SUITES = "bench/fresh/suites.ts";

/** The time to get fresh credentials. */
export const fresh: Bench = {
  name: "fresh",
  title: "Fresh credentials",
  about: `Calls for credentials that are cached and valid for hours, one after the other. Every signed request makes such a call
first. The AWS SDK's cache is \`memoizeIdentityProvider()\`, which its clients wrap once more. *A promise of an object* is an \`async\` function
that returns an existing object.`,
  packages: ["@smithy/core", "@aws-sdk/client-eks", "tinybench"],
  goals: [
    {
      what: "fresh credentials from a session",
      goal: "under 1 µs, everywhere",
      judge: (groups) => {
        const found = groups.map(({ name }) => ({
          name,
          us: findRow(groups, name, SESSION).median,
          floorUs: findRow(groups, name, FLOOR).median,
        }));
        return {
          measured: found.map(({ name, us }) => `${name} ${readable(us)} µs`).join(", "),
          isMet: found.every(({ us }) => us < GOAL_US),
          floor: `${readable(Math.min(...found.map(({ floorUs }) => floorUs)))} µs and more`,
        };
      },
    },
  ],
  measure: (effort) =>
    timeProgram(
      { runtimes: RUNTIMES, modules: { node: SUITES, bun: SUITES, deno: SUITES, workerd: SUITES } },
      effort,
    ),
};
