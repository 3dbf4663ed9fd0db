import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { execPath } from "node:process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve } from "../../runtimes/node/serve.ts";
import type { Server } from "../../runtimes/shared/server/server.ts";
import { encodeContainerCredentials } from "../../src/credentials/providers/container/response.ts";
import { createEmulator } from "../../src/emulator/create-emulator.ts";
import type { EmulatorOptions } from "../../src/emulator/world/create-world.ts";
import { createClient } from "../../src/http/client.ts";
import { assumeRole } from "../../src/sts/assume-role.ts";
import { ROOT } from "../../tools/manifest.ts";
import { blocksOf, documentedPages, fromSources } from "../support/documented-blocks.ts";

/** The words after `ts run` in a fence: the identity that the block finds in its environment. Default: that of a pod. */
const IDENTITIES = ["pod", "keys", "github"] as const;
type Identity = (typeof IDENTITIES)[number];

/** What a job's token claims. Here the emulated cluster issues it, not GitHub. */
const JOB = { clusterName: "demo", namespace: "ci", serviceAccount: "deploy", audience: "sts.amazonaws.com" };

/** The answers of services that the emulator leaves to its user. */
const OTHER_SERVICES: EmulatorOptions["services"] = {
  s3: ({ method }) => new Response(null, { status: method === "PUT" ? 200 : 405 }),
  dynamodb: () => Response.json({}),
  bedrock: () => {
    const text = "red, green, blue";
    return Response.json({
      output: { message: { content: [{ text }] } },
      choices: [{ message: { role: "assistant", content: text } }],
    });
  },
};

const pages = await documentedPages();
const examples = pages.flatMap((page) => blocksOf(page, "ts run"));

describe("an example in the documentation", () => {
  const emulator = createEmulator({ clusters: ["demo"], services: OTHER_SERVICES });
  let aws: Server;
  let container: Server;
  let github: Server;
  let folder: string;

  beforeAll(async () => {
    aws = await serve(emulator.fetch);
    const { credentials, fetch } = emulator;
    const client = createClient({ region: "us-west-2", credentials, ports: { fetch } });
    const roleArn = "arn:aws:iam::111122223333:role/checkout";
    const session = await assumeRole(client, { roleArn, roleSessionName: "example" });
    container = await serve(async () => Response.json(encodeContainerCredentials(session.credentials)));
    github = await serve(async () => Response.json({ value: await emulator.issueToken(JOB) }));
    folder = await mkdtemp(`${tmpdir()}/podkey-examples-`);
    await symlink(`${ROOT}/node_modules`, `${folder}/node_modules`);
  });

  afterAll(async () => {
    await Promise.all([aws.close(), container.close(), github.close(), rm(folder, { recursive: true })]);
  });

  it.each(examples)("runs without changes: $page, number $number", async ({ code, page, number, words }) => {
    const file = `${folder}/${page.replaceAll(/\W/g, "-")}-${number}.ts`;
    await writeFile(file, fromSources(code));
    const identity = IDENTITIES.find((known) => words.includes(known)) ?? "pod";
    const env = { AWS_ENDPOINT_URL: aws.url, ...variablesOf(identity) };
    const { stderr } = await promisify(execFile)(execPath, ["--no-warnings", file], { env, cwd: folder });
    expect(stderr).toBe("");
  });

  function variablesOf(identity: Identity): Record<string, string> {
    if (identity === "pod") return { AWS_CONTAINER_CREDENTIALS_FULL_URI: container.url };
    if (identity === "github") {
      return {
        AWS_REGION: "us-west-2",
        AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/deploy",
        ACTIONS_ID_TOKEN_REQUEST_URL: `${github.url}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: "the token of a job",
      };
    }
    const { accessKeyId, secretAccessKey } = emulator.credentials;
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  }
});
