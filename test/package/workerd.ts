import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";

const COMPATIBILITY_DATE = "2026-07-01";

/** Runs a bundle in workerd without compatibility flags, so without Node's modules. Throws what the Worker throws. */
export async function runInWorkerd(code: string): Promise<unknown> {
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [
        {
          type: "ESModule",
          path: "main.js",
          contents: `import { run } from "./program.js";
export default {
  fetch: () => run().then(Response.json, (error) => new Response(String(error?.stack ?? error), { status: 500 })),
};`,
        },
        { type: "ESModule", path: "program.js", contents: code },
      ],
      compatibilityDate: COMPATIBILITY_DATE,
      cf: false,
      log: new Log(LogLevel.NONE),
    }),
  );
  try {
    const answer = await worker.dispatchFetch("http://localhost/");
    if (answer.status !== 200) throw new Error(await answer.text());
    return await answer.json();
  } finally {
    await worker.dispose();
  }
}
