import { readFileSync } from "node:fs";
import { ROOT, readManifest } from "../manifest.ts";

const RELEASED = /^## \[(\d+\.\d+\.\d+(?:-[\w.]+)?)\] - \d{4}-\d{2}-\d{2}$/gm;
const UNRELEASED = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |$(?![\s\S]))/m;

/** Compares the version of `package.json` with `jsr.json`, and with the newest section of `CHANGELOG.md`. */
export function checkVersions(): string[] {
  const { version } = readManifest();
  const { version: jsrVersion } = JSON.parse(read("jsr.json")) as { readonly version: string };
  const changelog = read("CHANGELOG.md");
  const [newest] = [...changelog.matchAll(RELEASED)].map(([, found]) => found);
  const unreleased = UNRELEASED.exec(changelog)?.[1]?.trim() ?? "";
  return [
    ...(jsrVersion === version ? [] : [`jsr.json has version ${jsrVersion}, package.json ${version}`]),
    ...(newest === version
      ? []
      : [`CHANGELOG.md: its newest section is ${newest ?? "none"}; add "## [${version}] - <date>"`]),
    ...(unreleased === ""
      ? []
      : ["CHANGELOG.md: move what stands under [Unreleased] into the section of the version"]),
  ];
}

function read(name: string): string {
  return readFileSync(`${ROOT}/${name}`, "utf8");
}
