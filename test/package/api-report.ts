import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { Extractor, ExtractorConfig, type IConfigFile } from "@microsoft/api-extractor";
import { entryName, ROOT } from "../../tools/manifest.ts";
import { removePortable } from "../../tools/types/portable.ts";

/** The API of one subpath, as api-extractor reports it. */
export interface ApiReport {
  readonly subpath: string;
  readonly text: string;
  readonly exportedNames: readonly string[];
  /** Types that the API names but the subpath does not export. Another subpath may export them. */
  readonly unexportedNames: readonly string[];
  readonly faults: readonly string[];
}

const EXPORT = /^export (?:abstract )?(?:function|class|interface|type|const) (\w+)/gm;
const FORGOTTEN = /^The symbol "(\w+)" needs to be exported/;

/** Extracts the API of a subpath from its declarations in `dist/`. */
export function extractApi(subpath: string): ApiReport {
  const folder = mkdtempSync(`${tmpdir()}/podkey-api-`);
  copyPlainDeclarations(folder);
  const unexportedNames: string[] = [];
  const faults: string[] = [];
  try {
    Extractor.invoke(configFor(subpath, folder), {
      localBuild: true,
      messageCallback(message) {
        message.handled = true;
        const [, forgotten] = FORGOTTEN.exec(message.text) ?? [];
        if (forgotten !== undefined) unexportedNames.push(forgotten);
        else if (message.category !== "console" && /^(error|warning)$/.test(message.logLevel))
          faults.push(message.text);
      },
    });
    const text = readFileSync(`${folder}/${entryName(subpath)}.api.md`, "utf8");
    const exportedNames = [...text.matchAll(EXPORT)].map(([, name = ""]) => name);
    return { subpath, text, exportedNames, unexportedNames, faults };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Copies the declarations with the web's types as globals, so that the report names them as users do. */
function copyPlainDeclarations(folder: string): void {
  for (const name of readdirSync(`${ROOT}/dist`)) {
    if (!name.endsWith(".d.ts")) continue;
    writeFileSync(`${folder}/${name}`, removePortable(readFileSync(`${ROOT}/dist/${name}`, "utf8")));
  }
}

function configFor(subpath: string, folder: string): ExtractorConfig {
  const name = entryName(subpath);
  const configObject: IConfigFile = {
    ...ExtractorConfig.loadFile(`${ROOT}/api-extractor.json`),
    projectFolder: ROOT,
    mainEntryPointFilePath: `${folder}/${name}.d.ts`,
    apiReport: {
      enabled: true,
      reportFileName: `${name}.api.md`,
      reportFolder: folder,
      reportTempFolder: `${folder}/new`,
    },
  };
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: `${ROOT}/api-extractor.json`,
    packageJsonFullPath: `${ROOT}/package.json`,
  });
}
