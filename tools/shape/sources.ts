import { readdirSync, readFileSync } from "node:fs";

/** A TypeScript file of the project, its path from the top folder. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export function readSources(folders: readonly string[]): Source[] {
  return folders.flatMap((folder) => {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.includes("node_modules"))
      .map((name) => `${folder}/${name}`)
      .toSorted()
      .map((path) => ({ path, text: readFileSync(path, "utf8") }));
  });
}
