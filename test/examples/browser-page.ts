import { existsSync } from "node:fs";
import { chromium, type Page } from "playwright";
import { documentedCommand } from "./documented-command.ts";
import type { Example } from "./example.ts";
import { whileServed } from "./served-example.ts";

/** Path of the browser in Debian's package. */
const CHROMIUM_PATH = "/usr/bin/chromium";

/** The page. It serves its own emulator, so that both have one origin. */
export const BROWSER_PAGE: Example = {
  name: "browser",
  runtime: "Chromium",
  answer: {
    arn: "arn:aws:sts::111122223333:assumed-role/association-reader/",
    serviceAccounts: ["shop/checkout"],
    fromAnotherOrigin: "refused by the browser",
  },
  run: (folder, { emulator }) => {
    return whileServed(documentedCommand(folder), folder, {}, (url) => {
      return readPage(url, `${emulator.url}/clusters/demo`);
    });
  },
  absence: () => (existsSync(CHROMIUM_PATH) ? undefined : `there is no Chromium at ${CHROMIUM_PATH}`),
};

async function readPage(url: string, otherOrigin: string): Promise<unknown> {
  const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(url);
    const answer = await page
      .waitForFunction(() => {
        return /^\{.*\}$/.exec(document.querySelector("output")?.textContent ?? "")?.[0];
      })
      .catch((error: unknown) => {
        throw new Error(`the page showed no answer: ${faults.join("; ") || String(error)}`);
      });
    const shown = JSON.parse(String(await answer.jsonValue()));
    return { ...shown, fromAnotherOrigin: await askFromPage(page, otherOrigin) };
  } finally {
    await browser.close();
  }
}

/** Requests an API that, like EKS, does not answer CORS preflights. */
function askFromPage(page: Page, url: string): Promise<string> {
  return page.evaluate((target) => {
    return fetch(target, { headers: { authorization: "AWS4-HMAC-SHA256" } }).then(
      ({ status }) => `answered ${status}`,
      () => "refused by the browser",
    );
  }, url);
}
