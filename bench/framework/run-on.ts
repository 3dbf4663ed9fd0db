import { writeFile } from "node:fs/promises";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { faultOf, runProcess } from "../../tools/run-process.ts";
import { bundleFor } from "./bundle.ts";
import { plainEnvironment } from "./processes.ts";
import type { Runtime } from "./runtimes.ts";

/** Code whose value is JSON. */
export interface Task {
  /** Import statements. */
  readonly imports: string;
  /** An expression, which is awaited. In a Worker it may use `env`; in a Durable Object also `storage`. */
  readonly expression: string;
  /** Bindings of the Worker, in Miniflare's options. */
  readonly bindings?: Readonly<Record<string, unknown>> | undefined;
  /** Whether workerd runs the task in a Durable Object. Default: false. */
  readonly isInDurableObject?: boolean | undefined;
}

const TIME_LIMIT_MS = 300_000;
const COMPATIBILITY_DATE = "2026-07-01";

/** Runs a task in a fresh process of a runtime, bundled into one file in `folder`. Throws with its error output if it fails. */
export async function runOn<T>(runtime: Runtime, task: Task, folder: string): Promise<T> {
  const { title, family, command } = runtime;
  if (family === "workerd") return (await askWorker(task)) as T;
  const path = `${folder}/${family}.mjs`;
  await writeFile(path, await bundleFor(family, hostProgram(task)));
  const settings = { cwd: folder, env: plainEnvironment(), timeoutMs: TIME_LIMIT_MS };
  const outcome = await runProcess([...command, path], settings);
  const fault = faultOf(outcome);
  if (fault) throw new Error(`${title}: ${fault}`);
  return JSON.parse(outcome.stdout.trim().split("\n").at(-1) ?? "") as T;
}

/** Prints the value on the last line, and exits even if sockets are open. */
function hostProgram({ imports, expression }: Task): string {
  return `${imports}
const value = await (${expression});
console.log("\\n" + JSON.stringify(value));
process.exit(0);`;
}

function workerProgram({ imports, expression }: Task): string {
  return `${imports}
const answer = async (env, storage) => Response.json(await (${expression}));
export class Timed {
  constructor(state, env) { this.storage = state.storage; this.env = env; }
  fetch() { return answer(this.env, this.storage); }
}
export default {
  fetch: (request, env) => env.TIMED ? env.TIMED.get(env.TIMED.idFromName("one")).fetch(request) : answer(env),
};`;
}

async function askWorker(task: Task): Promise<unknown> {
  const { bindings, isInDurableObject } = task;
  const options = {
    modules: true,
    script: await bundleFor("workerd", workerProgram(task)),
    compatibilityDate: COMPATIBILITY_DATE,
    cf: false,
    ...bindings,
    ...(isInDurableObject && { durableObjects: { TIMED: { className: "Timed", useSQLite: true } } }),
  };
  const worker = new Miniflare(convertV4MiniflareOptions(options));
  try {
    const answer = await worker.dispatchFetch("http://localhost/");
    if (!answer.ok) throw new Error(`workerd: ${await answer.text()}`);
    return await answer.json();
  } finally {
    await worker.dispose();
  }
}
