import { writeFileSync } from "node:fs";
import process from "node:process";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { startLoopback } from "../runner/loopback.ts";
import { bundleCases } from "./bundle-cases.ts";

const [outputFile] = process.argv.slice(2);
if (!outputFile) throw new Error("name the file for the results");

const script = await bundleCases({
  PODKEY_RUNTIME: JSON.stringify("workerd-bare"),
  PODKEY_LOOPBACK: JSON.stringify(await startLoopback()),
});
const miniflare = new Miniflare(
  convertV4MiniflareOptions({ modules: true, script, compatibilityDate: "2026-07-01", cf: false }),
);
try {
  const response = await miniflare.dispatchFetch("http://example.com/");
  const text = await response.text();
  if (!response.ok) throw new Error(`the worker answered ${response.status}: ${text}`);
  writeFileSync(outputFile, text);
} finally {
  await miniflare.dispose();
}
