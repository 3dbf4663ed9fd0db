import { describe, expect, it } from "vitest";
import type { CredentialProvider } from "../../../../src/aws/credentials.ts";
import { fromEksAuth } from "../../../../src/credentials/providers/from-eks-auth.ts";
import { fromWebToken } from "../../../../src/credentials/providers/from-web-token.ts";
import { type Client, type ClientOptions, createClient } from "../../../../src/http/client.ts";
import {
  CREDENTIALS,
  POD_IDENTITY_SESSION,
  ROLE_ARN,
  roleSessionXml,
} from "../../../support/aws-examples.ts";
import { fakeRuntime, json, text } from "../../../support/fake-runtime.ts";
import { errorOf } from "../../../support/rejection.ts";
import { unsignedToken } from "../../../support/unsigned-token.ts";

const TOKEN = unsignedToken({});

function eksAuth(client: Client): CredentialProvider {
  return fromEksAuth({ client, clusterName: "demo", token: TOKEN });
}

function webToken(client: Client): CredentialProvider {
  return fromWebToken({ client, roleArn: ROLE_ARN, token: TOKEN });
}

function scene(options: ClientOptions, env: Record<string, string> = {}) {
  const { ports, requests } = fakeRuntime({
    env,
    answers: [
      ({ url }) =>
        url.includes("assume-role-for-pod-identity")
          ? json(POD_IDENTITY_SESSION)()
          : text(roleSessionXml("AssumeRoleWithWebIdentity"))(),
    ],
  });
  const client = createClient({ region: "us-west-2", credentials: CREDENTIALS, ports, ...options });
  return { client, requests };
}

describe.each([
  ["fromEksAuth", eksAuth],
  ["fromWebToken", webToken],
])("%s", (_name, providerOf) => {
  it.each(["http://sts.example.com", "http://10.0.0.1:4566", "http://127.0.0.1.example.com"])(
    "sends no token to %s",
    async (endpoint) => {
      const { client, requests } = scene({ endpoint });

      const error = await errorOf(providerOf(client)(), "CONFIGURATION");
      expect(error.message).toContain("allowTokensOverHttp");
      expect(requests).toEqual([]);
    },
  );

  it("sends no token to a plain http AWS_ENDPOINT_URL", async () => {
    const { client, requests } = scene({}, { AWS_ENDPOINT_URL: "http://emulator.example.com" });

    expect(await errorOf(providerOf(client)(), "CONFIGURATION")).toMatchObject({ setting: "endpoint" });
    expect(requests).toEqual([]);
  });

  it.each(["https://sts.example.com", "http://127.0.0.1:4566", "http://localhost:4566", "http://[::1]:4566"])(
    "sends its token to %s",
    async (endpoint) => {
      const { client, requests } = scene({ endpoint });
      await providerOf(client)();

      expect(requests).toHaveLength(1);
    },
  );

  it("sends its token over plain http if the client has allowTokensOverHttp", async () => {
    const { client, requests } = scene({
      endpoint: "http://emulator.example.com",
      allowTokensOverHttp: true,
    });
    await providerOf(client)();

    expect(requests).toHaveLength(1);
  });
});
