import { describe, expect, it } from "vitest";
import { cloudflarePorts } from "../../../../runtimes/cloudflare/ports.ts";
import type { CredentialProvider } from "../../../../src/aws/credentials.ts";
import { chain } from "../../../../src/credentials/providers/chain.ts";
import { fromContainer } from "../../../../src/credentials/providers/container/from-container.ts";
import { fromEksAuth } from "../../../../src/credentials/providers/from-eks-auth.ts";
import { fromEnv } from "../../../../src/credentials/providers/from-env.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { describeCluster } from "../../../../src/eks/cluster.ts";
import { createClient } from "../../../../src/http/client.ts";
import { ROLE_ARN } from "../../../support/aws-examples.ts";
import { errorOf } from "../../../support/rejection.ts";

const client = createClient({ region: "us-west-2" });
const ENTRIES = "import from podkey/node, /deno, /bun or /cloudflare";

describe("without an env port", () => {
  it.each<[string, CredentialProvider]>([
    ["fromEnv", fromEnv()],
    ["fromWebToken", fromWebToken({ client })],
    ["fromEksAuth", fromEksAuth({ client, clusterName: "demo" })],
    ["fromContainer", fromContainer()],
  ])("%s says so and names the entries that have one, not that a variable is absent", async (_, provider) => {
    const error = await errorOf(provider(), "NOT_CONFIGURED");

    expect(error.message).toContain(`no env port was given: ${ENTRIES}`);
    expect(error.message).not.toContain("set");
  });

  it("a chain says nothing of variables to set", async () => {
    const error = await errorOf(chain(fromEnv(), fromContainer())(), "CREDENTIALS_UNAVAILABLE");

    expect(error.message.split("\n")).toEqual([
      "no AWS credentials; tried in order:",
      `  1. fromEnv: not configured: no env port was given: ${ENTRIES}`,
      `  2. fromContainer: not configured: no env port was given: ${ENTRIES}`,
    ]);
  });
});

describe("without an env port and a region", () => {
  it("an operation names the option, and says why no variable can name the region", async () => {
    const error = await errorOf(describeCluster(createClient(), { clusterName: "demo" }), "CONFIGURATION");

    expect(error.setting).toBe("region");
    expect(error.message).toBe(
      `eks needs a region: set the region option; no env port was given: ${ENTRIES}`,
    );
  });
});

describe("without a readText port", () => {
  it.each<[string, CredentialProvider]>([
    ["fromWebToken", fromWebToken({ client, roleArn: ROLE_ARN, tokenFile: "/token" })],
    ["fromEksAuth", fromEksAuth({ client, clusterName: "demo", tokenFile: "/token" })],
    ["fromContainer", fromContainer({ uri: "http://169.254.170.23/", tokenFile: "/token" })],
  ])("%s says so, not that its token file is absent", async (_, provider) => {
    const error = await errorOf(provider(), "INVALID_TOKEN");

    expect(error.source).toBe("/token");
    expect(error.message).toContain(`could not be read: no readText port was given: ${ENTRIES}`);
  });

  it("a Worker, which has no files, is not told to give a readText port", async () => {
    const provider = fromContainer({
      uri: "http://169.254.170.23/",
      tokenFile: "/token",
      ports: cloudflarePorts({}),
    });
    const error = await errorOf(provider(), "INVALID_TOKEN");

    expect(error.message).toContain("could not be read: there is no such file");
  });
});
