/** What a runtime may have or lack, each with its meaning in one line. `test/cases/capabilities.test.ts` holds them to it. */
export const CAPABILITIES = {
  environment: "settings are read by name from environment variables, or on Workers from bindings",
  files: "token files are read",
  synchronousDigest: "hashing answers at once; elsewhere WebCrypto answers with a promise",
  server: "`serve` listens on a port",
  readableRedirects: "a redirect shows its status; in browsers it is opaque. It is refused either way",
  refusesRedirectsItself: 'a request may be made with `redirect: "error"`; podkey uses "manual" everywhere',
  sendsHost: "`fetch` sends the `Host` header that it is given; elsewhere always the host of the URL",
  latin1Headers:
    "a header value beyond Latin-1 is refused by the runtime itself; podkey refuses to sign it everywhere",
  strictHosts: "a URL with a space in its host is refused by the runtime itself",
  moduleScopeChance: "random values may be had while a module loads; podkey takes none then",
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

/** The runtimes, by the name that the launcher passes in. Nothing sniffs. */
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
