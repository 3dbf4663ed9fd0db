import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a user imports, and how much of it may reach their bundle. */
const USES = [
  { name: "podkey: fromContainer", goalKb: 6, code: 'export { fromContainer } from "podkey";' },
  {
    name: "podkey/eks: five operations",
    goalKb: 9,
    code: `export { createClient } from "podkey"; export { createPodIdentityAssociation, describePodIdentityAssociation,
      listPodIdentityAssociations, updatePodIdentityAssociation, deletePodIdentityAssociation } from "podkey/eks";`,
  },
  {
    name: "podkey/eks-auth: exchange",
    code: 'export { createClient } from "podkey"; export { assumeRoleForPodIdentity } from "podkey/eks-auth";',
  },
  {
    name: "podkey/sts: assumeRole",
    code: 'export { createClient } from "podkey"; export { assumeRole } from "podkey/sts";',
  },
  { name: "podkey: fromWebToken", code: 'export { createClient, fromWebToken } from "podkey";' },
  { name: "podkey/emulator", code: 'export * from "podkey/emulator";' },
];

const rows = await Promise.all(
  USES.map(async ({ name, code, goalKb }) => {
    const { outputFiles } = await build({
      stdin: { contents: code, resolveDir: process.cwd() },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "neutral",
      mainFields: ["module", "main"],
      target: "es2022",
      write: false,
    });
    const [output] = outputFiles;
    const minified = output?.contents ?? new Uint8Array();
    return {
      use: name,
      "minified kB": kb(minified.length),
      "gzip kB": kb(gzipSync(minified).length),
      "goal kB": goalKb ?? "",
    };
  }),
);
console.table(rows);

function kb(bytes: number): number {
  return Math.round(bytes / 100) / 10;
}
