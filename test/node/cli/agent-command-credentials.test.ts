import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { serve } from "../../../runtimes/node/serve.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { type AgentCluster, agentCluster } from "./agent-cluster.ts";
import { NODE_ENVIRONMENT } from "./agent-command.ts";
import { profileOf, WRONG_KEYS } from "./credentials-profile.ts";

const TIMEOUT_MS = 60_000;
const REGION_ONLY = { AWS_REGION: "us-west-2", HOME: "/nonexistent" };

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "podkey-test-"));
  path = join(folder, "credentials");
});

afterEach(() => rm(folder, { recursive: true }));

/** Returns the variables that point at an instance metadata service. */
function metadataOf({ url }: { readonly url: string }): Record<string, string> {
  return { AWS_EC2_METADATA_DISABLED: "false", AWS_EC2_METADATA_SERVICE_ENDPOINT: url };
}

describe("podkey agent", { timeout: TIMEOUT_MS }, () => {
  let cluster: AgentCluster;

  beforeAll(async () => {
    cluster = await agentCluster();
  }, TIMEOUT_MS);

  afterAll(() => cluster.close());

  it("uses the new keys of a shared credentials file that was rotated", async () => {
    await writeFile(path, profileOf(WRONG_KEYS));
    const env = { ...REGION_ONLY, AWS_SHARED_CREDENTIALS_FILE: path };
    const agent = await cluster.start({ args: ["--rotate-credentials"], env });
    const token = await cluster.issueToken();
    const refused = await agent.ask(token);
    expect([refused.status, await refused.text()]).toEqual([
      503,
      expect.stringContaining("the agent's own credentials, not the pod's token: UnrecognizedClient"),
    ]);
    await writeFile(`${path}.new`, profileOf(CREDENTIALS));
    await rename(`${path}.new`, path);
    // The agent repeats the refusal for one second before it tries again.
    await expect.poll(async () => (await agent.ask(token)).status, { timeout: 20_000 }).toBe(200);
  });

  it("uses the role of its EC2 instance, and sends EKS Auth the instance id", async () => {
    const instanceId = "i-1234567890abcdef0";
    cluster.emulator.setInstance({ instanceId, roleArn: "arn:aws:iam::111122223333:role/node" });
    const env = { ...REGION_ONLY, ...metadataOf(cluster) };
    const agent = await cluster.start({ env });
    expect((await agent.ask(await cluster.issueToken())).status).toBe(200);
    const [exchange] = cluster.emulator.requests
      .filter(({ operation }) => operation === "AssumeRoleForPodIdentity")
      .slice(-1);
    expect(JSON.parse(exchange?.body ?? "")).toMatchObject({ instanceId });
  });

  it.each([
    ["AWS_DEFAULT_REGION", { AWS_DEFAULT_REGION: "us-west-2" }, []],
    ["--region", {}, ["--region", "us-west-2"]],
  ])("takes its region from %s if AWS_REGION is not set", async (_name, variables, args) => {
    const { AWS_REGION: _region, ...env } = NODE_ENVIRONMENT;
    const agent = await cluster.start({ env: { ...env, ...variables }, args });

    expect((await agent.ask(await cluster.issueToken())).status).toBe(200);
  });

  it("takes its region from the EC2 instance if no flag or variable sets one", async () => {
    const metadata = await serve(async ({ method, url }) => {
      if (method === "PUT") return new Response("token");
      const isRegion = url.endsWith("/latest/meta-data/placement/region");
      return new Response(isRegion ? "us-west-2\n" : "", { status: isRegion ? 200 : 404 });
    });
    const { AWS_REGION: _region, ...env } = NODE_ENVIRONMENT;
    const agent = await cluster.start({ env: { ...env, ...metadataOf(metadata) } });
    const { status } = await agent.ask(await cluster.issueToken());
    await metadata.close();

    expect(status).toBe(200);
  });

  it("does not fall back to the instance's role if the named credentials file is missing", async () => {
    cluster.emulator.setInstance({ roleArn: "arn:aws:iam::111122223333:role/node" });
    const agent = await cluster.start({
      env: { ...REGION_ONLY, ...metadataOf(cluster), AWS_SHARED_CREDENTIALS_FILE: path },
    });
    expect(await agent.probe("/readyz")).toBe(500);
    const { error } = await agent.line("not ready: the agent has no credentials of its own");
    expect(error).toContain(`there is no file ${path}`);
  });
});
