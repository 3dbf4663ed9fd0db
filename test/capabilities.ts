/** What a runtime may have or lack, each with its meaning. `test/cases/capabilities.test.ts` tests it on every runtime. */
export const CAPABILITIES = {
  environment: "podkey reads settings from environment variables, on Workers from bindings",
  files: "podkey reads token files",
  synchronousDigest: "hashing returns its result at once; elsewhere WebCrypto returns a promise",
  server: "`serve` listens on a port",
  readableRedirects:
    "`fetch` shows the status of a redirect; browsers hide it. podkey refuses redirects everywhere",
  refusesRedirectsItself: '`fetch` takes `redirect: "error"`; podkey uses "manual" everywhere',
  sendsHost: "`fetch` sends a given `Host` header; elsewhere it sends the host of the URL",
  latin1Headers: "the runtime refuses a header value beyond Latin-1; podkey refuses to sign it everywhere",
  strictHosts: "the runtime refuses a URL with a space in its host",
  moduleScopeChance: "random values are available while a module loads; podkey uses none at that time",
} as const;

export type Capability = keyof typeof CAPABILITIES;

/** podkey's adapters; `web` stands for the defaults of the core alone. */
export type Adapter = "node" | "deno" | "bun" | "cloudflare" | "web";

/** One runtime that the cases run on. */
export interface Runtime {
  readonly title: string;
  /** The one that a program there imports. */
  readonly adapter: Adapter;
  /** Every adapter that works there. Any other refuses with `CONFIGURATION`. */
  readonly adapters: readonly Adapter[];
  readonly has: readonly Capability[];
}

const WEB_STANDARD = ["readableRedirects", "refusesRedirectsItself", "latin1Headers", "strictHosts"] as const;
const SERVER = [
  ...WEB_STANDARD,
  "environment",
  "files",
  "synchronousDigest",
  "server",
  "moduleScopeChance",
] as const;
const NODE = { adapter: "node", adapters: ["node", "cloudflare", "web"], has: SERVER } as const;

/** The runtimes, by the name that the launcher passes in. Nothing is detected. */
export const RUNTIMES = {
  node22: { title: "Node 22", ...NODE },
  node24: { title: "Node 24", ...NODE },
  node26: { title: "Node 26", ...NODE },
  bun: {
    title: "Bun",
    adapter: "bun",
    adapters: ["bun", "node", "cloudflare", "web"],
    has: [...SERVER, "sendsHost"],
  },
  deno: { title: "Deno", adapter: "deno", adapters: ["deno", "node", "cloudflare", "web"], has: SERVER },
  edge: {
    title: "edge-runtime",
    adapter: "web",
    adapters: ["cloudflare", "web"],
    has: [...WEB_STANDARD, "sendsHost", "moduleScopeChance"],
  },
  /** The cases load within a request there, and so may have random values. */
  workerd: {
    title: "workerd, nodejs_compat",
    adapter: "cloudflare",
    adapters: ["cloudflare", "node", "web"],
    has: ["environment", "readableRedirects", "strictHosts", "moduleScopeChance"],
  },
  "workerd-bare": {
    title: "workerd, bare",
    adapter: "cloudflare",
    adapters: ["cloudflare", "web"],
    has: ["environment", "readableRedirects", "strictHosts"],
  },
  chromium: {
    title: "Chromium",
    adapter: "web",
    adapters: ["cloudflare", "web"],
    has: ["refusesRedirectsItself", "latin1Headers", "moduleScopeChance"],
  },
} as const satisfies Record<string, Runtime>;

export type RuntimeName = keyof typeof RUNTIMES;
