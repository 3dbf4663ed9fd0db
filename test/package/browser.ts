import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright";

/** Path of the browser in Debian's package. */
const CHROMIUM_PATH = "/usr/bin/chromium";

/** A browser that runs bundles. */
export interface BrowserHost {
  /** Runs a bundle in a new page. Throws if the bundle throws or prints on the console. */
  run(code: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts Chromium. Returns `undefined` if it is not installed. */
export async function startBrowser(): Promise<BrowserHost | undefined> {
  if (!existsSync(CHROMIUM_PATH)) return undefined;
  const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: ["--no-sandbox"] });
  return {
    run: (code) => runInPage(browser, code),
    close: () => browser.close(),
  };
}

/** Serves the page from loopback, because WebCrypto needs a secure context and `about:blank` is none. */
async function runInPage(browser: Browser, code: string): Promise<unknown> {
  const server = createServer((request, response) => {
    const isCode = request.url === "/program.js";
    response.setHeader("content-type", isCode ? "text/javascript" : "text/html");
    response.end(isCode ? code : '<!doctype html><link rel="icon" href="data:,"><title>podkey</title>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const page = await browser.newPage();
  const printed: string[] = [];
  page.on("console", (message) => printed.push(message.text()));
  page.on("pageerror", (error) => printed.push(String(error)));
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    const program = "/program.js";
    const report: unknown = await page.evaluate(async (url) => (await import(url)).run(), program);
    if (printed.length > 0) throw new Error(`printed on the console: ${printed.join("; ")}`);
    return report;
  } finally {
    await page.close();
    server.close();
  }
}
