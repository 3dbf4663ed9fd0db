import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { readSources, type Source } from "./sources.ts";

/** A test file in backticks, and up to three titles in it: `x.test.ts`, "a title"; "another". */
const NAMED = /`([\w./-]+\.test\.ts)`,?((?:[;,]? ?"[^"\n|]+")+)/g;
const TITLE = /"([^"\n|]+)"/g;

/** Finds in the pages each test that is named as evidence and does not exist. */
export function checkNamedTests(): string[] {
  const tests = readSources(["test"]);
  const pages = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );
  return pages.flatMap((page) => {
    const text = readFileSync(`docs/${page}`, "utf8");
    return [...text.matchAll(NAMED)].flatMap(([, file = "", titles = ""]) => {
      const candidates = tests.filter(({ path }) => path === file || basename(path) === file);
      if (candidates.length === 0) return [`docs/${page}: names ${file}, which does not exist`];
      return [...titles.matchAll(TITLE)]
        .map(([, title = ""]) => title)
        .filter((title) => !candidates.some((candidate) => holdsTitle(candidate, title)))
        .map((title) => `docs/${page}: names the test "${title}", which ${file} does not have`);
    });
  });
}

/** A title may be split into that of its `describe` and its own, or stand in a template. */
function holdsTitle({ text }: Source, title: string): boolean {
  return text.includes(title);
}
