import { defineConfig } from "tsup";

export default defineConfig([
  {
    entry: {
      index: "src/index.ts",
      eks: "src/eks/index.ts",
      "eks-auth": "src/eks-auth/index.ts",
      sts: "src/sts/index.ts",
      emulator: "src/emulator/index.ts",
      node: "runtimes/node/index.ts",
    },
    format: "esm",
    platform: "neutral",
    target: "es2022",
    // Errors thrown through one entry must be instances of the class that another exports.
    splitting: true,
    dts: true,
    clean: true,
    external: [/^node:/],
    tsconfig: "runtimes/node/tsconfig.json",
  },
  {
    entry: { cli: "runtimes/node/cli/main.ts" },
    format: "esm",
    platform: "node",
    target: "node22",
    noExternal: ["commander"],
    clean: false,
  },
]);
