import { startBrowser } from "./browser.ts";
import { type Bundle, bundleProgram } from "./bundle-program.ts";
import { checkPrograms, type NamesBySpecifier } from "./check-programs.ts";
import type { Program } from "./programs.ts";
import type { Finding } from "./report.ts";
import { runInWorkerd } from "./workerd.ts";

/** Bundles every program without polyfills, and runs the bundles in workerd without flags and in a browser. */
export async function checkBundles(
  project: string,
  programs: readonly Program[],
  names: NamesBySpecifier,
): Promise<Finding[]> {
  const bundles = new Map<string, Promise<Bundle>>();
  const codeOf = async (program: Program): Promise<string> => {
    const bundle = bundles.get(program.file) ?? bundleProgram(project, program);
    bundles.set(program.file, bundle);
    const { code, builtIns } = await bundle;
    if (builtIns.length > 0) throw new Error(`the bundle imports ${builtIns.join(", ")}`);
    return code;
  };
  const workerd = await checkPrograms(
    "workerd, no flags",
    programs,
    async (program) => runInWorkerd(await codeOf(program)),
    names,
  );
  return [workerd, await checkInBrowser(programs, codeOf, names)];
}

async function checkInBrowser(
  programs: readonly Program[],
  codeOf: (program: Program) => Promise<string>,
  names: NamesBySpecifier,
): Promise<Finding> {
  const browser = await startBrowser();
  if (!browser)
    return { subject: "Chromium", held: "NOT RUN: /usr/bin/chromium is not installed", faults: [] };
  try {
    const run = async (program: Program): Promise<unknown> => browser.run(await codeOf(program));
    return await checkPrograms("Chromium", programs, run, names);
  } finally {
    await browser.close();
  }
}
