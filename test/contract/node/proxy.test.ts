import { spawn, spawnSync } from "node:child_process";
import process from "node:process";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, test } from "vitest";
import type { ProxyResult, ProxyRun } from "../processes/proxy-namespace.ts";
import { ROOT, RUNTIME_COMMANDS, type ServerRuntime } from "../processes/runtime-commands.ts";

const TIMEOUT_MS = 240_000;
const RUNTIMES: readonly ServerRuntime[] = ["node", "bun", "deno"];
const VARIABLES = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
const KEY = "ASIAIOSFODNN7EXAMPLE";
const HOSTS = ["169.254.170.23", "[fd00:ec2::23]", "127.0.0.1", "169.254.169.254"];
const PROXY = "http://127.0.0.1:3128";
/** How every runtime understands these hosts. */
const EXCEPTIONS = "169.254.170.23,169.254.169.254,127.0.0.1,fd00:ec2::23,[fd00:ec2::23]";

/** Node obeys these variables only with `NODE_USE_ENV_PROXY`, and never `ALL_PROXY`. */
const obeys = (runtime: ServerRuntime, variable: string): boolean =>
  runtime !== "node" || variable.toUpperCase() === "HTTP_PROXY";

const runs: ProxyRun[] = RUNTIMES.flatMap((runtime) => [
  ...VARIABLES.map((variable) => ({ runtime, env: { [variable]: PROXY, NODE_USE_ENV_PROXY: "1" } })),
  { runtime, env: { HTTP_PROXY: PROXY } },
  { runtime, env: { HTTP_PROXY: PROXY, NODE_USE_ENV_PROXY: "1", NO_PROXY: "example.com" } },
  { runtime, env: { HTTP_PROXY: PROXY, NODE_USE_ENV_PROXY: "1", NO_PROXY: EXCEPTIONS } },
]);

const titledRuns = runs.map((run) => [`${run.runtime} with ${JSON.stringify(run.env)}`, run] as const);

const namespace = spawnSync("unshare", ["--net", "--map-root-user", "ip", "link", "set", "lo", "up"]);
const obstacle =
  namespace.status === 0
    ? undefined
    : `no network namespace can be made: ${namespace.error?.message ?? String(namespace.stderr)}`;

/** Does all runs in one network namespace, from which no request can leave the machine. */
async function runInNamespace(): Promise<ProxyResult[]> {
  const [node = ""] = RUNTIME_COMMANDS.node;
  const program = `${ROOT}test/contract/processes/proxy-namespace.ts`;
  const child = spawn("unshare", ["--net", "--map-root-user", node, program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.end(JSON.stringify(runs));
  const lines = (await text(child.stdout)).trim().split("\n");
  return lines.map((line): ProxyResult => JSON.parse(line));
}

test("a network namespace can be made for the tests of proxies, at least in CI", ({ skip }) => {
  if (obstacle && !process.env["CI"]) skip(obstacle);
  expect(obstacle).toBeUndefined();
});

describe.skipIf(obstacle)("the metadata requests of a program with a proxy", () => {
  let results: ProxyResult[];
  beforeAll(async () => {
    results = await runInNamespace();
  }, TIMEOUT_MS);

  const resultOf = ({ runtime, env }: ProxyRun): ProxyResult => {
    const wanted = JSON.stringify({ runtime, env });
    const found = results.find((each) => JSON.stringify({ runtime: each.runtime, env: each.env }) === wanted);
    if (!found) throw new Error(`no result for ${wanted}`);
    return found;
  };

  test.each(titledRuns)("never reach the proxy: %s", (_, run) => {
    const { results: seen, leaked } = resultOf(run);
    expect(leaked).toEqual([]);
    const isExcepted = run.env["NO_PROXY"] === EXCEPTIONS;
    for (const host of HOSTS) {
      expect([host, seen[`adapter ${host}`]]).toEqual([host, KEY]);
      expect([host, seen[`core ${host}`]]).toEqual([host, isExcepted ? KEY : "CONFIGURATION"]);
    }
  });

  test.each(titledRuns)(
    "would reach the proxy with fetch if the runtime obeys the variable: %s",
    (_, run) => {
      const { NODE_USE_ENV_PROXY, NO_PROXY, ...variables } = run.env;
      const [variable = ""] = Object.keys(variables);
      const isObeyed = obeys(run.runtime, variable) && (run.runtime !== "node" || NODE_USE_ENV_PROXY === "1");
      expect(resultOf(run).isControlProxied).toBe(isObeyed && NO_PROXY !== EXCEPTIONS);
    },
  );
});
