import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { installInto, packInto } from "../../tools/install-package.ts";
import { withTemporaryFolder } from "../../tools/temporary-folder.ts";
import type { Bench } from "../framework/bench.ts";
import type { Group, Row } from "../framework/figures.ts";
import { packageVersion } from "../framework/runtimes.ts";

/** What an installation added to a project. */
interface Installed {
  readonly contender: string;
  readonly packages: number;
  readonly files: number;
  readonly kilobytes: number;
}

const SDK_PARTS = ["@aws-sdk/client-eks", "@aws-sdk/credential-providers"];
const BYTES_PER_KB = 1000;

/** The weight of `npm install`. */
export const install: Bench = {
  name: "install",
  title: "Installed weight",
  about: `What \`npm install\` adds to an empty project: podkey's tarball with its dependencies, compared with the parts of the AWS SDK
that do the same. The AWS SDK's packages are installed at the version stated above.`,
  packages: ["@aws-sdk/client-eks"],
  needsBuild: true,
  measure: () => withTemporaryFolder(installAll),
};

async function installAll(folder: string): Promise<readonly Group[]> {
  const { path } = await packInto(folder);
  const version = packageVersion("@aws-sdk/client-eks");
  const installed = [await installedOf(folder, "podkey", path)];
  for (const name of SDK_PARTS) installed.push(await installedOf(folder, name, `${name}@${version}`));
  const group = (name: string, unit: string, value: (each: Installed) => number): Group => {
    const rows = installed.map((each, index): Row => {
      return {
        contender: each.contender,
        kind: index === 0 ? "podkey" : "peer",
        samples: [value(each)],
      };
    });
    return { name, unit, better: "less", rows };
  };
  return [
    group("weight on the disk", "kB", ({ kilobytes }) => kilobytes),
    group("packages", "packages", ({ packages }) => packages),
    group("files", "files", ({ files }) => files),
  ];
}

async function installedOf(folder: string, contender: string, spec: string): Promise<Installed> {
  const project = `${folder}/${contender.replaceAll(/\W/g, "-")}`;
  await mkdir(project);
  await installInto(project, [spec]);
  return { contender, ...(await weigh(`${project}/node_modules`)) };
}

async function weigh(modules: string): Promise<Omit<Installed, "contender">> {
  const names = await readdir(modules, { recursive: true });
  const stats = await Promise.all(names.map((name) => stat(`${modules}/${name}`)));
  const files = stats.filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return {
    packages: await countPackages(modules),
    files: files.length,
    kilobytes: Math.round(bytes / BYTES_PER_KB),
  };
}

/** Counts the packages, nested copies included, in the list that npm keeps of them. */
async function countPackages(modules: string): Promise<number> {
  const text = await readFile(`${modules}/.package-lock.json`, "utf8");
  const { packages }: { packages: Record<string, unknown> } = JSON.parse(text);
  return Object.keys(packages).length;
}
