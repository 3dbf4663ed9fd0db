import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { codeSubpaths, entryName, ROOT, readManifest, specifierOf } from "../../tools/manifest.ts";
import { type ApiReport, extractApi } from "./api-report.ts";
import { type Finding, print } from "./report.ts";

const FOLDER = `${ROOT}/api`;
const isUpdate = process.argv.includes("--update");

// Compares the public API of each subpath with its record in `api/`, or writes the record with `--update`.
mkdirSync(FOLDER, { recursive: true });
const reports = codeSubpaths(readManifest()).map(extractApi);
const exportedAnywhere = new Set(reports.flatMap(({ exportedNames }) => exportedNames));
print([...reports.map(checkReport), checkStrays()]);

function checkReport(report: ApiReport): Finding {
  const file = `${FOLDER}/${entryName(report.subpath)}.api.md`;
  const recorded = existsSync(file) ? readFileSync(file, "utf8") : "";
  const text = `${report.text}${unnameableTypes(report)}`;
  const differs = text !== recorded;
  if (differs && isUpdate) writeFileSync(file, text);
  const difference =
    "its API differs from the record in api/: run npm run check:api -- --update and review the change";
  return {
    subject: specifierOf(report.subpath),
    held: differs ? "recorded" : `${report.exportedNames.length} exports, as api/ records them`,
    faults: [...report.faults, ...undocumented(text), ...(differs && !isUpdate ? [difference] : [])],
  };
}

/** Finds the members that api-extractor marks because they have no docstring. */
function undocumented(text: string): string[] {
  const count = text.split("// (undocumented)").length - 1;
  return count === 0 ? [] : [`${count} members have no docstring: look for "(undocumented)" in api/`];
}

/** Lists the types in signatures that no subpath exports, because a user cannot name them. */
function unnameableTypes({ unexportedNames }: ApiReport): string {
  const names = unexportedNames.filter((name) => !exportedAnywhere.has(name)).toSorted();
  return names.length > 0
    ? `\nTypes that appear here and that no subpath exports: ${names.join(", ")}.\n`
    : "";
}

function checkStrays(): Finding {
  const expected = new Set(reports.map(({ subpath }) => `${entryName(subpath)}.api.md`));
  const strays = readdirSync(FOLDER).filter((file) => !expected.has(file));
  if (isUpdate) for (const file of strays) rmSync(`${FOLDER}/${file}`);
  const faults = isUpdate
    ? []
    : strays.map((file) => `${file} is the report of a subpath that is not exported`);
  return { subject: "api/", held: "no report without a subpath", faults };
}
