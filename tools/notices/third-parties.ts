import { globSync, readFileSync } from "node:fs";
import { build } from "esbuild";
import tsupConfig from "../../tsup.config.ts";
import { ROOT } from "../manifest.ts";

/** A package of another author that podkey ships or installs. */
export interface ThirdParty {
  readonly name: string;
  readonly version: string;
  /** SPDX license expression. */
  readonly license: string;
  /** The text of the package's license file. */
  readonly licenseText: string;
  /** Whether its code is part of `dist/`. Otherwise npm installs it next to podkey. */
  readonly isBundled: boolean;
  /** SHA-512 of the package's tarball, in hexadecimal digits, as the lock file states it. */
  readonly sha512: string;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENSE_FILES = "{LICENSE,LICENCE,License,license}*";
const SHA512 = "sha512-";

/** Returns the packages bundled into `dist/`, and the run-time dependencies, by name. Throws if one has no license. */
export async function thirdParties(): Promise<ThirdParty[]> {
  const { dependencies = {} } = readJson<PackageJson>("package.json");
  const bundled = await bundledFolders(Object.keys(dependencies));
  const installed = Object.keys(dependencies).map((name) => `node_modules/${name}`);
  const lock = readJson<LockFile>("package-lock.json");
  return [...new Set([...bundled, ...installed])]
    .map((folder) => describe(folder, bundled.has(folder), lock))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

/** Bundles the same entries as tsup does, and returns the folders of the packages whose code is in the result. */
async function bundledFolders(external: readonly string[]): Promise<Set<string>> {
  if (Array.isArray(tsupConfig) || typeof tsupConfig === "function")
    throw new Error("tsup has no single configuration");
  const { metafile } = await build({
    entryPoints: tsupConfig.entry as Record<string, string>,
    absWorkingDir: ROOT,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    mainFields: ["module", "main"],
    external: [...external, "node:*"],
    outdir: "dist",
    metafile: true,
    write: false,
    logLevel: "error",
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return new Set(
    inputs.flatMap(([path, { bytesInOutput }]) => {
      const folder = PACKAGE_FOLDER.exec(path)?.[0];
      return folder === undefined || bytesInOutput === 0 ? [] : [folder];
    }),
  );
}

function describe(folder: string, isBundled: boolean, lock: LockFile): ThirdParty {
  const { name, version, license } = readJson<PackageJson>(`${folder}/package.json`);
  const [licenseFile] = globSync(LICENSE_FILES, { cwd: `${ROOT}/${folder}` });
  const integrity = lock.packages[folder]?.integrity;
  if (!license || !licenseFile) throw new Error(`${name} states no license`);
  if (!integrity?.startsWith(SHA512)) throw new Error(`package-lock.json has no SHA-512 of ${name}`);
  return {
    name,
    version,
    license,
    licenseText: readFileSync(`${ROOT}/${folder}/${licenseFile}`, "utf8").trim(),
    isBundled,
    sha512: Buffer.from(integrity.slice(SHA512.length), "base64").toString("hex"),
  };
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${ROOT}/${path}`, "utf8")) as T;
}
