import process from "node:process";
import { serve as serveOnBun } from "../../../runtimes/bun/serve.ts";
import { serve as serveOnDeno } from "../../../runtimes/deno/serve.ts";
import { serve as serveOnNode } from "../../../runtimes/node/serve.ts";

// Serves one answer with the adapter of this runtime, and prints the port.
const [, , runtime = "node"] = process.argv;
const serve = { node: serveOnNode, bun: serveOnBun, deno: serveOnDeno }[runtime] ?? serveOnNode;
const { port } = await serve(async () => new Response("fine"));
process.stdout.write(`${port}\n`);
