import { execFile, execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import autocannon from "autocannon";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import { AGENT_HOST } from "./running-agent.ts";

/** What a load generator measured. */
export interface LoadFigures {
  readonly generator: "wrk" | "autocannon";
  /** Responses of status 200 a second. */
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** Responses of another status, and requests without a response. */
  readonly failed: number;
}

/** How to load an agent. */
export interface LoadOptions {
  readonly port: number;
  /** Tokens, which the requests use by turns. */
  readonly tokens: readonly string[];
  readonly seconds: number;
  readonly connections: number;
}

const PATH = "/v1/credentials";

/** Sends requests as fast as the agent answers, by wrk if it is installed, otherwise by autocannon. */
export function load(options: LoadOptions): Promise<LoadFigures> {
  return hasWrk() ? loadByWrk(options) : loadByAutocannon(options);
}

function hasWrk(): boolean {
  try {
    execFileSync("wrk", ["--version"], { stdio: "ignore" });
    return true;
  } catch (error) {
    // `wrk --version` exits with code 1.
    return !(error instanceof Error && "code" in error && error.code === "ENOENT");
  }
}

async function loadByWrk({ port, tokens, seconds, connections }: LoadOptions): Promise<LoadFigures> {
  return withTemporaryFolder(async (folder) => {
    await writeFile(`${folder}/tokens`, tokens.join("\n"));
    await writeFile(`${folder}/load.lua`, scriptFor(`${folder}/tokens`));
    const flags = ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", `${folder}/load.lua`];
    const { stdout } = await promisify(execFile)("wrk", [...flags, `http://127.0.0.1:${port}${PATH}`]);
    const line = stdout.trim().split("\n").at(-1) ?? "";
    return { generator: "wrk", ...(JSON.parse(line) as Omit<LoadFigures, "generator">) };
  });
}

/** Writes a wrk script that formats every request once, so that the generator itself costs little. wrk reports microseconds. */
function scriptFor(tokensPath: string): string {
  return `
local requests, at = {}, 0
function init()
  for token in io.lines("${tokensPath}") do
    requests[#requests + 1] = wrk.format("GET", "${PATH}", { Host = "${AGENT_HOST}", Authorization = token })
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"perSecond":%.1f,"p50Ms":%.3f,"p99Ms":%.3f,"p999Ms":%.3f,"failed":%d}\\n',
    (summary.requests - e.status) / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    latency:percentile(99.9) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}

async function loadByAutocannon({ port, tokens, seconds, connections }: LoadOptions): Promise<LoadFigures> {
  const { requests, latency, non2xx, errors } = await autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    duration: seconds,
    connections,
    requests: tokens.map((authorization) => ({ headers: { host: AGENT_HOST, authorization } })),
  });
  return {
    generator: "autocannon",
    perSecond: requests.average - non2xx / seconds,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    p999Ms: latency.p99_9,
    failed: non2xx + errors,
  };
}
