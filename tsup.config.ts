import { defineConfig } from "tsup";

/** The public entries: each is a subpath in the `exports` of package.json. */
const library = {
  index: "src/index.ts",
  eks: "src/eks/index.ts",
  "eks-auth": "src/eks-auth/index.ts",
  sts: "src/sts/index.ts",
  models: "src/models/index.ts",
  agent: "src/agent/index.ts",
  stores: "src/stores/index.ts",
  sealed: "src/stores/sealed/sealed.ts",
  emulator: "src/emulator/index.ts",
  node: "runtimes/node/index.ts",
  deno: "runtimes/deno/index.ts",
  bun: "runtimes/bun/index.ts",
  cloudflare: "runtimes/cloudflare/index.ts",
};

/** Not for users. As an entry it gets a chunk of its own: see `tools/build/chunk-groups.ts`. */
const signer = { "sign-request": "src/signing/sign-request.ts" };

export default defineConfig({
  entry: { ...library, ...signer, cli: "cli/main.ts" },
  format: "esm",
  platform: "neutral",
  target: "es2022",
  // Errors thrown through one entry must be instances of the class that another exports.
  splitting: true,
  dts: { entry: library },
  clean: true,
  external: [/^node:/],
  // Only the command parses arguments and the files of AWS SDKs.
  noExternal: ["commander", /^@smithy\//],
  esbuildOptions: (options) => {
    // A package without `exports` is found by these.
    options.mainFields = ["module", "main"];
  },
  tsconfig: "cli/tsconfig.json",
});
