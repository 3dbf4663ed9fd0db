import { globSync, readFileSync } from "node:fs";
import { ROOT } from "../manifest.ts";

const IMAGE = /^\s*(?:FROM|(?:- )?image:|container:)\s+(\S+)/gm;
const ACTION = /^\s*(?:- )?uses:\s+(\S+)/gm;
/** Users build these images and name them themselves; `scratch` is empty. */
const OWN_IMAGE = /^(?:scratch$|example\.com\/)/;

/** Finds images without a digest and actions without a full commit hash: their content may change after a review. */
export function checkPins(): string[] {
  const images = findAll(["examples/**/Dockerfile", "examples/**/*.yaml"], IMAGE)
    .filter(({ name }) => !OWN_IMAGE.test(name) && !/@sha256:[0-9a-f]{64}$/.test(name))
    .map(({ path, name }) => `${path}: the image ${name} is not pinned by digest`);
  const actions = findAll([".github/workflows/*.yml"], ACTION)
    .filter(({ name }) => !/@[0-9a-f]{40}$/.test(name))
    .map(({ path, name }) => `${path}: the action ${name} is not pinned by commit`);
  return [...images, ...actions];
}

function findAll(globs: readonly string[], pattern: RegExp): { path: string; name: string }[] {
  return globSync([...globs], { cwd: ROOT }).flatMap((path) => {
    const text = readFileSync(`${ROOT}/${path}`, "utf8");
    return [...text.matchAll(pattern)].map(([, name = ""]) => ({ path, name }));
  });
}
