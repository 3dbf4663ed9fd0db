import { describe, expect, it } from "vitest";
import { fromEksAuth } from "../../../../runtimes/shared/from-eks-auth.ts";
import {
  type FromEksAuthOptions,
  fromEksAuth as fromEksAuthOfCore,
} from "../../../../src/credentials/providers/from-eks-auth.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { createPodIdentityAssociation } from "../../../../src/eks/associations.ts";
import { createClient } from "../../../../src/http/client.ts";
import { ROLE_ARN, roleSessionXml } from "../../../support/aws-examples.ts";
import { fakeRuntime, text } from "../../../support/fake-runtime.ts";
import { INSTANCE, onInstance } from "../../../support/on-instance.ts";
import { errorOf } from "../../../support/rejection.ts";
import { unsignedToken } from "../../../support/unsigned-token.ts";

const FILE = "/token";
const WEB_SESSION = text(roleSessionXml("AssumeRoleWithWebIdentity"));

describe("a token exchange without a client", () => {
  it("of fromWebToken reads token, role and region from the environment of its ports", async () => {
    const { ports, requests } = fakeRuntime({
      answers: [WEB_SESSION],
      env: {
        AWS_REGION: "eu-central-1",
        AWS_ROLE_ARN: ROLE_ARN,
        AWS_WEB_IDENTITY_TOKEN_FILE: FILE,
      },
      files: { [FILE]: unsignedToken() },
    });
    await fromWebToken({ ports })();

    expect(requests.map(({ url }) => url)).toEqual(["https://sts.eu-central-1.amazonaws.com/"]);
    expect(requests[0]?.headers).not.toHaveProperty("authorization");
  });

  it("of fromWebToken goes to the region that is stated", async () => {
    const { ports, requests } = fakeRuntime({ answers: [WEB_SESSION], env: { AWS_REGION: "eu-central-1" } });
    await fromWebToken({ region: "us-west-2", roleArn: ROLE_ARN, token: unsignedToken(), ports })();

    expect(requests.map(({ url }) => url)).toEqual(["https://sts.us-west-2.amazonaws.com/"]);
  });

  it("of fromEksAuth of a runtime goes to the region that is stated", async () => {
    const { emulator, ports } = onInstance(INSTANCE);
    const pod = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
    const client = createClient({ region: "us-west-2", credentials: emulator.credentials, ports });
    await createPodIdentityAssociation(client, { ...pod, roleArn: ROLE_ARN });
    const token = () => emulator.issueToken(pod);
    await fromEksAuth({ clusterName: "demo", region: "us-west-2", token, ports })();

    expect(emulator.requests.at(-1)).toMatchObject({
      operation: "AssumeRoleForPodIdentity",
      region: "us-west-2",
    });
  });

  it("of fromEksAuth of a runtime is signed with the role of the machine", async () => {
    const { emulator, ports } = onInstance(INSTANCE, { AWS_REGION: "us-west-2" });
    const pod = { clusterName: "demo", namespace: "shop", serviceAccount: "checkout" };
    const client = createClient({ region: "us-west-2", credentials: emulator.credentials, ports });
    await createPodIdentityAssociation(client, { ...pod, roleArn: ROLE_ARN });
    const provider = fromEksAuth({ clusterName: "demo", token: () => emulator.issueToken(pod), ports });

    expect((await provider()).accountId).toBe("111122223333");
    expect(emulator.requests.map(({ operation }) => operation)).toEqual([
      "CreatePodIdentityAssociation",
      "PutMetadataToken",
      "ListInstanceRoles",
      "GetInstanceRoleCredentials",
      "AssumeRoleForPodIdentity",
    ]);
  });

  it("of fromEksAuth of podkey itself is refused at once", async () => {
    const options = { clusterName: "demo", token: unsignedToken() } as FromEksAuthOptions;
    const error = await errorOf((async () => fromEksAuthOfCore(options))(), "CONFIGURATION");

    expect(error.setting).toBe("client");
    expect(error.message).toContain("got undefined: pass createClient({ region }) or connect()");
  });

  it("reads through given ports if the client has none of its own", async () => {
    const { ports, requests } = fakeRuntime({
      answers: [WEB_SESSION],
      env: { AWS_ROLE_ARN: ROLE_ARN, AWS_WEB_IDENTITY_TOKEN_FILE: FILE },
      files: { [FILE]: unsignedToken() },
    });
    const { fetch, env, readText } = ports;
    const client = createClient({ region: "us-west-2", ports: { fetch } });
    await fromWebToken({ client, ports: { env, readText } })();

    expect(requests).toHaveLength(1);
  });
});
