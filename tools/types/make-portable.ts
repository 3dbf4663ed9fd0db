import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { ROOT } from "../manifest.ts";
import { makePortable, WEB_TYPES } from "./portable.ts";

// Rewrites the declarations in dist/ after each build.
const DIST = `${ROOT}/dist`;
const WEB_TYPES_FILE = "web-types.d.ts";
const files = readdirSync(DIST).filter((name) => name.endsWith(".d.ts") && name !== WEB_TYPES_FILE);
for (const name of files) {
  const path = `${DIST}/${name}`;
  writeFileSync(path, makePortable(readFileSync(path, "utf8")));
}
writeFileSync(`${DIST}/${WEB_TYPES_FILE}`, WEB_TYPES);
