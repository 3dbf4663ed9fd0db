import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const LINK = /\]\(([^)\s]+)\)/g;
const HEADING = /^#{1,6} (.+)$/gm;
const FENCE = /^```[\s\S]*?^```$/gm;
const ABSOLUTE = /^[a-z]+:/;

/** The pages that npm shows: relative links lead nowhere there. */
const PUBLISHED_PAGES = new Set(["README.md"]);

/** Finds links in the pages that lead to no file or to no heading, and relative links in pages that npm shows. */
export function checkPageLinks(): string[] {
  const { homepage }: { homepage: string } = JSON.parse(readFileSync("package.json", "utf8"));
  const base = `${homepage}blob/main/`;
  const images = `${homepage}raw/main/`;
  return pages().flatMap((page) => {
    return linksIn(page).flatMap((link) => {
      const prefix = [base, images].find((start) => link.startsWith(start));
      if (prefix) return faultsOf(page, link, link.slice(prefix.length));
      if (ABSOLUTE.test(link)) return [];
      if (PUBLISHED_PAGES.has(page) && !link.startsWith("#"))
        return [`${page}: the link ${link} must begin with ${base}, or an image's with ${images}`];
      return faultsOf(page, link, link.startsWith("#") ? `${page}${link}` : join(dirname(page), link));
    });
  });
}

function faultsOf(page: string, link: string, target: string): string[] {
  const [path = "", anchor] = normalize(target).split("#");
  if (!existsSync(path)) return [`${page}: the link ${link} leads to no file`];
  if (anchor === undefined || statSync(path).isDirectory()) return [];
  return anchorsOf(path).has(anchor) ? [] : [`${page}: the link ${link} leads to no heading of ${path}`];
}

function linksIn(page: string): string[] {
  const text = readFileSync(page, "utf8").replace(FENCE, "");
  return [...text.matchAll(LINK)].map(([, link = ""]) => link);
}

/** Makes the anchors of a page as GitHub does: lower case, without punctuation, hyphens for spaces. */
function anchorsOf(path: string): ReadonlySet<string> {
  const text = readFileSync(path, "utf8").replace(FENCE, "");
  const headings = [...text.matchAll(HEADING)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) => {
      return heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-");
    }),
  );
}

function pages(): string[] {
  const inFolder = (folder: string): string[] => {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
      .map((name) => `${folder}/${name}`);
  };
  const top = readdirSync(".").filter((name) => name.endsWith(".md"));
  return [...top, ...inFolder("docs"), ...inFolder("examples")].toSorted();
}
