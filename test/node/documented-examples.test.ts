import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { cwd, execPath } from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { encodeContainerCredentials } from "../../src/credentials/providers/container/response.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import { createClient } from "../../src/http/client.ts";
import { assumeRole } from "../../src/sts/assume-role.ts";

const ENTRY_FILES: Record<string, string> = {
  podkey: "src/index.ts",
  "podkey/node": "runtimes/node/index.ts",
  "podkey/sealed": "src/stores/sealed/sealed.ts",
};
const BLOCK = /^```ts run\n([\s\S]*?)^```$/gm;
const SPECIFIER = /from "(podkey[^"]*)"/g;

const pages = [
  "README.md",
  ...(await readdir("docs")).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
];
const examples = (await Promise.all(pages.map(examplesOf))).flat();

describe("an example in the documentation", () => {
  const emulator = createEmulator({ clusters: ["demo"] });
  let aws: Server;
  let container: Server;
  let folder: string;

  beforeAll(async () => {
    aws = await serve(emulator.fetch);
    const { credentials, fetch } = emulator;
    const client = createClient({ region: "us-west-2", credentials, ports: { fetch } });
    const roleArn = "arn:aws:iam::111122223333:role/checkout";
    const session = await assumeRole(client, { roleArn, roleSessionName: "example" });
    container = await serve(async () => Response.json(encodeContainerCredentials(session.credentials)));
    folder = await mkdtemp(`${tmpdir()}/podkey-examples-`);
  });

  afterAll(async () => {
    await Promise.all([aws.close(), container.close(), rm(folder, { recursive: true })]);
  });

  it.each(examples)("runs without changes: $page, number $number", async ({ code, page, number }) => {
    const file = `${folder}/${page.replaceAll(/\W/g, "-")}-${number}.ts`;
    await writeFile(file, code);
    const env = {
      AWS_ENDPOINT_URL: aws.url,
      ...(code.includes("fromEnv(") && !code.includes("chain(")
        ? {
            AWS_ACCESS_KEY_ID: emulator.credentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: emulator.credentials.secretAccessKey,
          }
        : { AWS_CONTAINER_CREDENTIALS_FULL_URI: container.url }),
    };
    const { stderr } = await promisify(execFile)(execPath, ["--no-warnings", file], { env });
    expect(stderr).toBe("");
  });

  it("exists for each of the five ways that the README shows", () => {
    expect(examples.filter(({ page }) => page === "README.md")).toHaveLength(5);
  });
});

async function examplesOf(page: string): Promise<{ page: string; number: number; code: string }[]> {
  const text = await readFile(page, "utf8");
  return [...text.matchAll(BLOCK)].map(([, code = ""], index) => {
    return {
      page,
      number: index + 1,
      code: code.replaceAll(SPECIFIER, (_, name: string) => `from "${cwd()}/${fileOf(name)}"`),
    };
  });
}

function fileOf(specifier: string): string {
  return ENTRY_FILES[specifier] ?? `src/${specifier.slice("podkey/".length)}/index.ts`;
}
