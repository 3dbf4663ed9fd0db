import { describe, expect, it } from "vitest";
import { ownSource } from "../../../cli/agent/own-source.ts";
import { CONTAINER_BODY, CREDENTIALS, ROLE_ARN } from "../../support/aws-examples.ts";
import { fakeRuntime, json } from "../../support/fake-runtime.ts";
import { errorOf, rejectionOf } from "../../support/rejection.ts";
import { unsignedToken } from "../../support/unsigned-token.ts";

const KEYS = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
};
const NO_FILE = { AWS_SHARED_CREDENTIALS_FILE: "", HOME: "/nonexistent" };
const FULL = { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:8080/v1/credentials" };
const RELATIVE = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials" };

/** Makes the source of an agent at 127.0.0.1:8080, with a network on which only a container endpoint answers. */
function sourceWith(env: Readonly<Record<string, string>>, rotateCredentials?: true) {
  const { ports, requests } = fakeRuntime({ env: { ...NO_FILE, ...env }, answers: [json(CONTAINER_BODY)] });
  const isOwnUrl = ({ port }: URL): boolean => port === "8080";
  return { provider: ownSource({ ports, region: "us-west-2", rotateCredentials, isOwnUrl }), requests };
}

describe("the source of the agent's own credentials", () => {
  it("is the environment first", async () => {
    const { provider, requests } = sourceWith({ ...KEYS, ...FULL });

    expect(await provider()).toMatchObject(CREDENTIALS);
    expect(requests).toEqual([]);
  });

  it("is the shared credentials file alone with --rotate-credentials", async () => {
    const { provider } = sourceWith({ ...KEYS, ...FULL }, true);

    expect((await errorOf(provider(), "NOT_CONFIGURED")).message).toContain("sharedCredentialsFile");
  });

  it.each<[string, Record<string, string>, string]>([
    [
      "another agent",
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9090/v1/credentials" },
      "http://127.0.0.1:9090/v1/credentials",
    ],
    [
      "ECS, which wins over a URL of this agent",
      { ...FULL, ...RELATIVE },
      "http://169.254.170.2/v2/credentials",
    ],
    ["ECS", RELATIVE, "http://169.254.170.2/v2/credentials"],
  ])("may be the container endpoint of %s", async (_, env, url) => {
    const { provider, requests } = sourceWith(env);

    expect((await provider()).accessKeyId).toBe(CONTAINER_BODY["AccessKeyId"]);
    expect(requests.map((request) => request.url)).toEqual([url]);
  });

  it("may be a web identity token, which STS of the agent's region exchanges", async () => {
    const env = { ...NO_FILE, AWS_WEB_IDENTITY_TOKEN_FILE: "/token", AWS_ROLE_ARN: ROLE_ARN };
    const answers = [json({}, 400)];
    const { ports, requests } = fakeRuntime({ env, answers, files: { "/token": unsignedToken({}) } });
    const provider = ownSource({ ports, region: "us-west-2", isOwnUrl: () => false });
    await rejectionOf(provider());

    expect(requests.map(({ url }) => url)).toEqual(["https://sts.us-west-2.amazonaws.com/"]);
  });

  it("is never this agent itself", async () => {
    const { provider } = sourceWith({ ...FULL, AWS_EC2_METADATA_DISABLED: "true" });
    const { message, sources } = await errorOf(provider(), "CREDENTIALS_UNAVAILABLE");

    expect(sources.map(({ source, outcome }) => [source, outcome])).toEqual(
      ["fromEnv", "sharedCredentialsFile", "fromWebToken", "fromContainer", "fromInstanceMetadata"].map(
        (source) => [source, "not configured"],
      ),
    );
    expect(message).toContain("AWS_CONTAINER_CREDENTIALS_FULL_URI leads to this agent itself");
    expect(message).toContain("eks-auth:AssumeRoleForPodIdentity");
  });
});
