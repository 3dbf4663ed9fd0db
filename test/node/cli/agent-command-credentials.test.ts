import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ownSource } from "../../../cli/agent/own-source.ts";
import { leadsTo } from "../../../cli/agent/own-url.ts";
import { nodePorts } from "../../../runtimes/node/ports.ts";
import { serve } from "../../../runtimes/node/serve.ts";
import { CREDENTIALS } from "../../support/aws-examples.ts";
import { errorOf } from "../../support/rejection.ts";
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

describe("the agent's own container endpoint", () => {
  const own = leadsTo([
    { url: "http://127.0.0.1:8080", port: 8080, close: async () => undefined },
    { url: "http://[::]:9090", port: 9090, close: async () => undefined },
  ]);

  it.each([
    ["http://127.0.0.1:8080/v1/credentials", true],
    ["http://localhost:8080/v1/credentials", true],
    ["http://169.254.170.23:9090/v1/credentials", true],
    ["http://169.254.170.23/v1/credentials", false],
    ["http://127.0.0.1:8081/v1/credentials", false],
  ])("is recognised by its URL: %s is %s", (url, isOwn) => {
    expect(own(new URL(url))).toBe(isOwn);
  });

  it("is not used as the source of its own credentials", async () => {
    const env: Readonly<Record<string, string>> = {
      ...NODE_ENVIRONMENT,
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:8080/v1/credentials",
    };
    const ports = { ...nodePorts(), env: (name: string) => env[name] };
    const provider = ownSource({ ports, region: undefined, isOwnUrl: own });
    const { message } = await errorOf(provider(), "CREDENTIALS_UNAVAILABLE");
    expect(message).toContain("AWS_CONTAINER_CREDENTIALS_FULL_URI leads to this agent itself");
  });
});
