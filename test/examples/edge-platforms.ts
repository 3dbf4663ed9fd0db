import { readFile } from "node:fs/promises";
import { EdgeVM } from "@edge-runtime/vm";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import ts from "typescript";
import { bundleExample } from "./bundle-example.ts";
import type { Example } from "./example.ts";
import { readJson } from "./served-example.ts";
import type { AwsSurroundings } from "./surroundings.ts";

/** The settings in `wrangler.jsonc` that the runner uses. */
interface WorkerConfiguration {
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: string[];
  readonly vars: Readonly<Record<string, string>>;
}

/** How a Worker runs. */
interface WorkerSettings {
  readonly compatibilityDate: string;
  readonly compatibilityFlags?: string[];
  readonly bindings: Record<string, string>;
}

/** The examples for edge platforms, which do not run Node. */
export const EDGE_PLATFORMS: readonly Example[] = [
  {
    name: "cloudflare-worker",
    runtime: "workerd",
    answer: {
      arn: "arn:aws:sts::111122223333:assumed-role/association-reader/",
      serviceAccounts: ["shop/checkout"],
    },
    run: askWorker,
  },
  {
    name: "vercel-edge",
    runtime: "Vercel's edge runtime",
    answer: { arn: "arn:aws:sts::111122223333:assumed-role/edge/" },
    run: askEdgeFunction,
  },
];

/** Runs the Worker with the variables of `wrangler.jsonc` and the emulator's keys as secrets. */
async function askWorker(folder: string, { emulator }: AwsSurroundings): Promise<unknown> {
  const path = `${folder}/wrangler.jsonc`;
  const { config } = ts.parseConfigFileTextToJson(path, await readFile(path, "utf8"));
  const { main, compatibility_date, compatibility_flags, vars } = config as WorkerConfiguration;
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = emulator.env;
  const contents = await bundleExample(`${folder}/${main}`, "esm");
  return askWorkerModule(contents, {
    compatibilityDate: compatibility_date,
    compatibilityFlags: compatibility_flags,
    bindings: { ...vars, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL: emulator.url },
  });
}

/** Runs a bundled Worker in workerd, and returns its answer to one request. */
export async function askWorkerModule(contents: string, settings: WorkerSettings): Promise<unknown> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      ...settings,
      modules: [{ type: "ESModule", path: "worker.js", contents }],
      cf: false,
      log: new Log(LogLevel.NONE),
    }),
  );
  try {
    return await readJson(await worker.dispatchFetch("http://localhost/"));
  } finally {
    await worker.dispose();
  }
}

/** Runs the function as the platform does, which sets the variables and the header with the token. */
async function askEdgeFunction(folder: string, { emulator, webToken }: AwsSurroundings): Promise<unknown> {
  const bundle = await bundleExample(`${folder}/api/whoami.ts`, "iife");
  const env = {
    AWS_REGION: "us-west-2",
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/edge",
    AWS_ENDPOINT_URL: emulator.url,
  };
  const vm = new EdgeVM({
    initialCode: `${bundle}
addEventListener("fetch", (event) => event.respondWith(example.default(event.request)));`,
    extend: (context) => Object.assign(context, { process: { env } }),
  });
  const headers = { "x-vercel-oidc-token": webToken };
  return readJson(await vm.dispatchFetch("http://localhost/api/whoami", { headers }));
}
