import { readFile } from "node:fs/promises";
import process from "node:process";
import { build } from "esbuild";
import { createClient } from "podkey";
import { createPodIdentityAssociation } from "podkey/eks";
import { createEmulator } from "podkey/emulator";
import { serve } from "podkey/node";

const POD = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };

const page = await readFile(`${import.meta.dirname}/index.html`, "utf8");
const { outputFiles } = await build({
  entryPoints: [`${import.meta.dirname}/page.ts`],
  bundle: true,
  format: "esm",
  write: false,
});

const emulator = createEmulator({ clusters: [POD.clusterName] });
const { credentials, fetch } = emulator;
const client = createClient({ region: "us-west-2", credentials, ports: { fetch } });
await createPodIdentityAssociation(client, { ...POD, roleArn: "arn:aws:iam::111122223333:role/checkout" });

const server = await serve(answer, { port: Number(process.env["PORT"] ?? 8080) });
emulator.setPublicUrl(server.url);
process.once("SIGTERM", () => server.close());
process.stdout.write(`listening on ${server.url}\n`);

/** Serves the page and its script. The emulated AWS answers everything else on the same origin. */
async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const resource = `${request.method} ${pathname}`;
  if (resource === "GET /") return typed("text/html; charset=utf-8", page);
  if (resource === "GET /page.js") return typed("text/javascript", outputFiles[0]?.text ?? "");
  if (resource === "GET /token") return new Response(await tokenOfVisitor());
  return emulator.fetch(request);
}

/** Issues the token that a page would get from its identity provider. */
function tokenOfVisitor(): Promise<string> {
  return emulator.issueToken({ ...POD, audience: "sts.amazonaws.com" });
}

function typed(contentType: string, body: string): Response {
  return new Response(body, { headers: { "content-type": contentType } });
}
