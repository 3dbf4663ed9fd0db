import { build } from "esbuild";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { ROOT } from "../../tools/manifest.ts";
import { fromSources } from "./documented-blocks.ts";

/** A Worker that runs in Cloudflare's runtime. */
export interface RunningWorker {
  /** Sends a request to the Worker. */
  readonly fetch: (
    url: string,
    init?: { readonly headers?: Record<string, string> },
  ) => Promise<{
    readonly status: number;
    json(): Promise<unknown>;
    text(): Promise<string>;
  }>;
  /** Returns the values in a KV namespace. */
  readonly kv: (name: string) => Promise<string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The part of a KV namespace that the tests read. Its own type needs the types of Workers. */
interface ReadableNamespace {
  list(): Promise<{ readonly keys: readonly { readonly name: string }[] }>;
  get(key: string): Promise<string | null>;
}

/** Runs the module of a page in workerd, with podkey's sources, without `nodejs_compat`. `kv` names its KV namespaces. */
export async function startWorker(
  code: string,
  bindings: Readonly<Record<string, string>>,
  kv: readonly string[] = [],
): Promise<RunningWorker> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "worker.js", contents: await bundle(code) }],
      compatibilityDate: "2026-06-01",
      bindings: { ...bindings },
      kvNamespaces: [...kv],
      cf: false,
      log: new Log(LogLevel.NONE),
    }),
  );
  return {
    kv: async (name) => {
      const namespace = (await worker.getKVNamespace(name)) as unknown as ReadableNamespace;
      const { keys } = await namespace.list();
      return Promise.all(keys.map(async (key) => String(await namespace.get(key.name))));
    },
    fetch: (url, init) => worker.dispatchFetch(url, init),
    [Symbol.asyncDispose]: () => worker.dispose(),
  };
}

async function bundle(code: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: fromSources(code), loader: "ts", resolveDir: ROOT },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
