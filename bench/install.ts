import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import process from "node:process";
import { installInto, packInto, type Tarball } from "../test/package/install-package.ts";

/** What `npm install` adds for podkey, beside the parts of the AWS SDK that do the same. */
interface Installed {
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
}

const PEERS = ["@aws-sdk/client-eks", "@aws-sdk/credential-providers"];

const folder = await mkdtemp(`${tmpdir()}/podkey-install-`);
try {
  const tarball = await packInto(folder);
  printTarball(tarball);
  const version = await installedVersion("@aws-sdk/client-eks");
  const rows = [await row("podkey", tarball.path)];
  for (const name of PEERS) rows.push(await row(name, `${name}@${version}`));
  console.table(rows);
} finally {
  await rm(folder, { recursive: true });
}

async function row(name: string, spec: string): Promise<Record<string, string | number>> {
  const project = await mkdtemp(`${folder}/project-`);
  await installInto(project, [spec]);
  const { packages, files, bytes } = await weigh(`${project}/node_modules`);
  return { "npm install": name, packages, files, kB: Math.round(bytes / 1000) };
}

async function weigh(modules: string): Promise<Installed> {
  const names = await readdir(modules, { recursive: true });
  const stats = await Promise.all(names.map((name) => stat(`${modules}/${name}`)));
  const files = stats.filter((entry) => entry.isFile());
  return {
    packages: await countPackages(modules),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

/** npm lists what it installed, nested copies included, in a file of its own. */
async function countPackages(modules: string): Promise<number> {
  const text = await readFile(`${modules}/.package-lock.json`, "utf8");
  const { packages }: { packages: Record<string, unknown> } = JSON.parse(text);
  return Object.keys(packages).length;
}

async function installedVersion(name: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(
    await readFile(`node_modules/${name}/package.json`, "utf8"),
  );
  return version;
}

function printTarball({ files, sizeBytes, unpackedBytes }: Tarball): void {
  for (const { path, size } of files) process.stdout.write(`${String(size).padStart(8)}  ${path}\n`);
  process.stdout.write(`${files.length} files, ${sizeBytes} bytes packed, ${unpackedBytes} unpacked\n`);
}
