import { existsSync, readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { ROOT, readManifest } from "../manifest.ts";
import { writeNotices, writeSbom } from "./documents.ts";
import { thirdParties } from "./third-parties.ts";

// Compares the third-party notices and the bill of materials with the packages that are bundled and installed, or writes them
// with `--update`.

const parties = await thirdParties();
const documents = {
  "THIRD-PARTY-NOTICES.txt": writeNotices(parties),
  "sbom.cdx.json": writeSbom(readManifest(), parties),
};
const stale = Object.entries(documents).filter(([name, text]) => readText(name) !== text);
const isUpdate = process.argv.includes("--update");
for (const [name, text] of stale) {
  if (isUpdate) writeFileSync(`${ROOT}/${name}`, text);
  else process.stderr.write(`notices: ${name} is out of date: run npm run check:notices -- --update\n`);
}
const bundled = parties.filter(({ isBundled }) => isBundled).length;
process.stdout.write(`notices: ${bundled} bundled packages, ${parties.length - bundled} dependencies\n`);
if (stale.length > 0 && !isUpdate) process.exitCode = 1;

function readText(name: string): string | undefined {
  const path = `${ROOT}/${name}`;
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
